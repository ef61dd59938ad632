package org.modeltree.security;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modeltree.TestDatabase;

/** Starts the service with low rate limits and a clock that tests control. */
public class RateLimitedProfile implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "modeltree.starter-catalog", "none",
                "modeltree.security.bootstrap-token", GuardedProfile.BOOTSTRAP,
                "modeltree.security.rate-limit.writes-per-minute", "60",
                "modeltree.security.rate-limit.burst", "3",
                "modeltree.security.rate-limit.reads-per-minute", "6");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(MovableClock.class);
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestDatabase.class, Map.of("database", "limited")));
    }
}
