package org.modeltree.security.token;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.modeltree.security.SecuritySettings;

/**
 * Algorithms by which the secrets of tokens are hashed, by their names in the JDK. A token is found by its hash of any of them; a
 * setting says by which one it is stored, see {@link SecuritySettings#tokenHash}.
 */
enum TokenHash {
    SHA_256("SHA-256"),
    SHA_512("SHA-512"),
    SHA3_256("SHA3-256"),
    SHA3_512("SHA3-512");

    private final String id;

    TokenHash(String id) {
        this.id = id;
    }

    /** Name in the setting and in the database. */
    String id() {
        return id;
    }

    /** Algorithm with this name; empty if there is none. */
    static Optional<TokenHash> of(String id) {
        return Arrays.stream(values()).filter(each -> each.id.equals(id)).findFirst();
    }

    /**
     * Algorithm that the setting names.
     *
     * @throws ConfigurationException if it names none
     */
    static TokenHash ofSetting(String value) {
        return of(value.strip())
                .orElseThrow(() -> new ConfigurationException(SecuritySettings.TOKEN_HASH + " must be one of "
                        + Arrays.stream(values()).map(TokenHash::id).collect(Collectors.joining(", ")) + ", was "
                        + value));
    }

    /** Hash of some bytes, of 32 or 64 bytes. */
    byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance(id).digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
