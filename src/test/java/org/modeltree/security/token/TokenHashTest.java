package org.modeltree.security.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names of the algorithms, and what they recognize. */
class TokenHashTest {

    @Test
    void the_setting_names_an_algorithm() {
        assertEquals(TokenHash.SHA3_256, TokenHash.ofSetting(" SHA3-256 "));
        for (String wrong : List.of("MD5", "sha-256", "SHA-256,SHA-512", "SHA_256")) {
            assertEquals(
                    "modeltree.security.token-hash must be one of SHA-256, SHA-512, SHA3-256, SHA3-512, was " + wrong,
                    assertThrows(ConfigurationException.class, () -> TokenHash.ofSetting(wrong))
                            .getMessage());
        }
    }

    @Test
    void a_secret_has_another_hash_by_each_algorithm() {
        Secret secret =
                Secret.of("mt_Hq3zT8uWm1Kp6ArSe9IbXg4FcLz7OdVy2nJw5UaM0sQ").orElseThrow();
        for (TokenHash own : TokenHash.values()) {
            byte[] hash = secret.hash(own);
            for (TokenHash algorithm : TokenHash.values()) {
                assertEquals(algorithm == own, secret.hashesTo(hash, algorithm));
            }
            assertTrue(secret.hashes().stream().anyMatch(each -> Arrays.equals(each, hash)));
        }
        Secret other =
                Secret.of("mt_Hq3zT8uWm1Kp6ArSe9IbXg4FcLz7OdVy2nJw5UaM0sR").orElseThrow();
        assertTrue(secret.hashesTo(secret.hash(TokenHash.SHA_512), TokenHash.SHA_512));
        assertFalse(secret.hashesTo(other.hash(TokenHash.SHA_512), TokenHash.SHA_512));
    }
}
