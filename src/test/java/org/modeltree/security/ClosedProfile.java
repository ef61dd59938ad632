package org.modeltree.security;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;
import org.modeltree.TestDatabase;

/**
 * Starts the service without public reads, with a JWT issuer whose keys are at a URL, and without a bootstrap token.
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
