package org.modeltree.security;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Permission level of a caller; each role includes the previous ones. */
public enum Role {
    /** Reads where reading is not public. */
    READER,
    /** Edits models and imports catalogs. */
    CURATOR,
    /** Edits benchmarks and capabilities, and creates tokens. */
    ADMIN;

    /** Name of the role in JSON, settings and JWTs. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Role with this name; empty if no role has it. */
    public static Optional<Role> of(String id) {
        return Arrays.stream(values()).filter(role -> role.id().equals(id)).findFirst();
    }

    /** Names of this role and all that it includes. */
    Set<String> included() {
        return Arrays.stream(values())
                .filter(role -> role.compareTo(this) <= 0)
                .map(Role::id)
                .collect(Collectors.toSet());
    }
}
