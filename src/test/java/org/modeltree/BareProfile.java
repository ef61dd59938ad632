package org.modeltree;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** Starts the service without a catalog, a token or an issuer, and with a standby that does not exist. */
public class BareProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "modeltree.starter-catalog",
                "none",
                "modeltree.cache.max-bytes",
                "0",
                // A port without a listener.
                "modeltree.read-replica.url",
                "jdbc:postgresql://localhost:1/nowhere");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestDatabase.class, Map.of("database", "bare")));
    }
}
