package io.tierstream.scoring.http.security;

import java.util.Locale;
import java.util.Optional;

/** What a caller is here for. {@link #ADMIN} may do everything; what the others may do is said in {@link Routes}. */
public enum Role {
    PUBLISHER,
    SUPPORT,
    OPS,
    ADMIN;

    /** The name Spring Security knows this role by, e.g. {@code ROLE_OPS}. */
    public String authority() {
        return "ROLE_" + name();
    }

    /** The role of this name in any case, or empty: tokens may carry roles of other systems. */
    static Optional<Role> named(String name) {
        for (Role role : values()) {
            if (role.name().equals(name.toUpperCase(Locale.ROOT))) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
