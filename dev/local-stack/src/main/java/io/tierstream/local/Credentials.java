package io.tierstream.local;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * The API keys and passwords of a stack, one of each per role, made at its first start. The services are given hashes
 * only.
 */
public final class Credentials {

    /** The roles; the accounts have the same names. */
    public static final List<String> ROLES = List.of("publisher", "support", "ops", "admin");

    private static final int KEY_BYTES = 24;
    private static final int PASSWORD_BYTES = 9;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Properties values;

    private Credentials(Properties values) {
        this.values = values;
    }

    /** Reads the file, or makes it, readable by its owner only. */
    static Credentials in(Path file) {
        if (!Files.exists(file)) {
            var made = new LinkedHashMap<String, String>();
            for (String role : ROLES) {
                made.put(role + ".key", random(KEY_BYTES));
                made.put(role + ".password", random(PASSWORD_BYTES));
            }
            PrivateFiles.write(file, "API keys and passwords of this stack. Remove the file to have others.", made);
        }
        return new Credentials(PrivateFiles.read(file));
    }

    /** The API key of a role, for {@code X-API-Key}. */
    public String key(String role) {
        return value(role + ".key");
    }

    /** The password of the account that has the name of a role. */
    public String password(String role) {
        return value(role + ".password");
    }

    /** What the services are configured with. */
    Map<String, String> hashes() {
        var encoder = new BCryptPasswordEncoder();
        var hashes = new LinkedHashMap<String, String>();
        for (int i = 0; i < ROLES.size(); i++) {
            String role = ROLES.get(i);
            hashes.put("tierstream.security.api-keys[" + i + "].name", role);
            hashes.put("tierstream.security.api-keys[" + i + "].role", role);
            hashes.put("tierstream.security.api-keys[" + i + "].sha256", sha256(key(role)));
            hashes.put("tierstream.security.accounts[" + i + "].name", role);
            hashes.put("tierstream.security.accounts[" + i + "].role", role);
            hashes.put("tierstream.security.accounts[" + i + "].password", "{bcrypt}" + encoder.encode(password(role)));
        }
        return hashes;
    }

    private String value(String name) {
        String value = values.getProperty(name);
        if (value == null || value.isBlank()) {
            throw new StackException("The file of the credentials has no " + name
                    + ". Remove the file: the next start makes a complete one.");
        }
        return value;
    }

    private static String random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
