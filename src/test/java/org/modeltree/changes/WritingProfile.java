package org.modeltree.changes;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.List;
import java.util.Map;
import org.modeltree.TestDatabase;

/** Starts the service with an empty catalog, for tests that write to it. */
public class WritingProfile implements QuarkusTestProfile {

    /** Token with the role admin. */
    static final String ADMIN = "mt_Wr7tK2nQ9xLb4VcZ6hJd8sPyF1gMa3uEo5iTqRwXkYv";

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of(
                "modeltree.starter-catalog", "false",
                "modeltree.security.bootstrap-token", ADMIN,
                "modeltree.security.rate-limit.writes-per-minute", "0");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        return List.of(new TestResourceEntry(TestDatabase.class, Map.of("database", "writes")));
    }
}
