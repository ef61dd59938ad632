package org.modeltree.security;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;
import org.modeltree.TestDatabase;

/**
 * Starts the service without public reads, with a JWT issuer whose keys are at a URL, without a bootstrap token, and with hashes of
 * tokens by another algorithm than the default.
 */
public class ClosedProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "modeltree.starter-catalog",
                "none",
                "modeltree.public-url",
                "https://models.example",
                "modeltree.security.public-read",
                "false",
                "modeltree.security.token-hash",
                "SHA3-512",
                "modeltree.security.jwt.issuer",
                TestIssuer.NAME);
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(
                new TestResourceEntry(TestDatabase.class, Map.of("database", "closed")),
                new TestResourceEntry(SlowIssuer.class));
    }
}
