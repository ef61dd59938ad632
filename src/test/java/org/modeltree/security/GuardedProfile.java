package org.modeltree.security;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modeltree.TestDatabase;

/** Starts the service with a bootstrap token, a JWT issuer and a clock that tests control. */
public class GuardedProfile implements QuarkusTestProfile {

    static final String BOOTSTRAP = "mt_q8RZ2mVtYw5LkXj0HsBn7cPdUf3gAe9oTi6KvJx1MyQ";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("modeltree.starter-catalog", "none"),
                Map.entry("modeltree.database.statement-timeout-ms", "2000"),
                Map.entry("modeltree.security.bootstrap-token", BOOTSTRAP),
                Map.entry("modeltree.security.jwt.issuer", TestIssuer.NAME),
                Map.entry(
                        "modeltree.security.jwt.public-key-location",
                        TestIssuer.jwks().toString()),
                Map.entry("modeltree.security.jwt.roles-claim", "realm_access/roles"),
                Map.entry("modeltree.security.jwt.audience", "others,modeltree"),
                Map.entry("modeltree.security.rate-limit.writes-per-minute", "60000"),
                Map.entry("modeltree.security.rate-limit.burst", "10000"));
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(MovableClock.class);
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestDatabase.class, Map.of("database", "guarded")));
    }
}
