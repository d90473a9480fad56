package io.tierstream.tier.http.security;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The callers that configuration names.
 *
 * @param apiKeys machines; the key itself is never configured, only its SHA-256
 * @param accounts people, taken in the profile {@code local} only
 */
@ConfigurationProperties("tierstream.security")
record SecurityProperties(
        @DefaultValue List<ApiKey> apiKeys, @DefaultValue List<Account> accounts) {

    /** Of an account, in characters. */
    static final int LONGEST_NAME = 100;

    /**
     * A machine that calls with {@code X-API-Key}.
     *
     * @param name who it is, for records of who did what
     * @param sha256 SHA-256 of the key (UTF-8), 64 hexadecimal digits
     */
    record ApiKey(String name, Role role, String sha256) {

        private static final Pattern SHA_256 = Pattern.compile("[0-9a-fA-F]{64}");

        ApiKey {
            require(name, "name of an API key");
            require(role, "role of the API key " + name);
            if (!SHA_256.matcher(require(sha256, "sha256 of the API key " + name))
                    .matches()) {
                throw new IllegalArgumentException("tierstream.security.api-keys: sha256 of the API key " + name
                        + " must be 64 hexadecimal digits: printf %s KEY | sha256sum");
            }
        }

        @Override
        public String toString() {
            return name + " (" + role + ")";
        }
    }

    /**
     * A person who signs in with a password.
     *
     * @param password a hash with its scheme, {@code {bcrypt}$2a$…}
     */
    record Account(String name, Role role, String password) {

        Account {
            if (require(name, "name of an account").length() > LONGEST_NAME) {
                throw new IllegalArgumentException("tierstream.security.accounts: the name " + name + " has more than "
                        + LONGEST_NAME + " characters");
            }
            require(role, "role of the account " + name);
            if (!require(password, "password of the account " + name).startsWith("{bcrypt}")) {
                throw new IllegalArgumentException("tierstream.security.accounts: password of the account " + name
                        + " must be a bcrypt hash with the prefix {bcrypt}");
            }
        }

        @Override
        public String toString() {
            return name + " (" + role + ")";
        }
    }

    private static <T> T require(@Nullable T value, String what) {
        if (value == null || value.toString().isBlank()) {
            throw new IllegalArgumentException("tierstream.security: the " + what + " is missing");
        }
        return value;
    }
}
