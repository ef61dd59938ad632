package org.modeltree.revision;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts the service with a standby and without a response cache, so that each read shows its source. */
public class ReplicaProfile implements QuarkusTestProfile {

    /** Token with the role admin. */
    static final String ADMIN = "mt_Rp5kD9vLx3UqMs8YgJ2hT6nBwE4cZa7fo1iPtQrKyWj";

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>();
        settings.put("modeltree.starter-catalog", "none");
        settings.put("modeltree.cache.max-bytes", "0");
        settings.put("modeltree.cache.facts-max-bytes", "0");
        settings.put("modeltree.security.bootstrap-token", ADMIN);
        settings.put("modeltree.security.rate-limit.writes-per-minute", "0");
        // Without regular polling, so that the known revision can be outdated when a test needs it.
        settings.put("modeltree.revision.poll", "1H");
        return settings;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(Standby.class));
    }
}
