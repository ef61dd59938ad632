package org.modeltree.http.cache;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.TestDatabase;
import org.modeltree.revision.trace.OtlpReceiver;

/** Starts the service without a catalog, with a small cache, a clock that tests can set, and a collector of traces. */
public class CachingProfile implements QuarkusTestProfile {

    /** A token with the role admin. */
    public static final String ADMIN = EmptyCatalogProfile.ADMIN;

    static final long MAX_BYTES = 200_000;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "modeltree.starter-catalog",
                "none",
                "modeltree.cache.max-bytes",
                Long.toString(MAX_BYTES),
                "modeltree.security.bootstrap-token",
                ADMIN,
                "modeltree.security.rate-limit.writes-per-minute",
                "0");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(ShiftedClock.class);
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(
                new TestResourceEntry(TestDatabase.class, Map.of("database", "cached")),
                new TestResourceEntry(OtlpReceiver.class));
    }
}
