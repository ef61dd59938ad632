package org.modeltree.revision;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;

/** Starts the service behind a proxy to its database, with a short statement timeout. */
public class ProxiedProfile implements QuarkusTestProfile {

    static final String ADMIN = "mt_Qb3xN8vKz5TgWf2JrY7cHs9LpD4eUm6AoEi1StRyXqZ";

    /** Statement timeout in ms. */
    static final int STATEMENT_MILLIS = 2_000;

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "modeltree.starter-catalog",
                "none",
                "modeltree.security.bootstrap-token",
                ADMIN,
                "modeltree.public-url",
                "https://models.example",
                "modeltree.security.rate-limit.writes-per-minute",
                "0",
                "modeltree.imports.at-once",
                "1",
                "modeltree.imports.answer-within",
                "120s",
                "modeltree.change-streams.heartbeat",
                "300ms",
                "modeltree.database.statement-timeout-ms",
                Integer.toString(STATEMENT_MILLIS));
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(DatabaseProxy.class));
    }
}
