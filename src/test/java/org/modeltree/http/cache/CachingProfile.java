package org.modeltree.http.cache;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modeltree.TestDatabase;

/** Starts the service without a catalog, with a small cache and a clock that tests can set. */
public class CachingProfile implements QuarkusTestProfile {

    /** A token with the role admin. */
    public static final String ADMIN = "mt_Yc4nB8wKx2TqLr9ZfH6jS1pDvG3mEa7uo5iQtRsWyXk";

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
        return List.of(new TestResourceEntry(TestDatabase.class, Map.of("database", "cached")));
    }
}
