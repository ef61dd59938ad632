package org.modeltree.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a caller may do; each role may all that those before it may. */
public enum Role {
    /** Reads, where reading is not open to everybody. */
    READER,
    /** Changes models and imports catalogs. */
    CURATOR,
    /** Changes what scores mean, and gives out tokens. */
    ADMIN;

    /** The role as it is written. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role that is written so, if there is one. */
    public static Optional<Role> of(String id) {
        return Arrays.stream(values()).filter(role -> role.id().equals(id)).findFirst();
    }

    /** This role and all before it. */
    Set<String> included() {
        return Arrays.stream(values())
                .filter(role -> role.compareTo(this) <= 0)
                .map(Role::id)
                .collect(Collectors.toSet());
    }
}
