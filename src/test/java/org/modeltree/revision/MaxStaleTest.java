package org.modeltree.revision;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Time for which cached responses are served while the database is down. */
@QuarkusTest
@TestProfile(MaxStaleTest.Brief.class)
class MaxStaleTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** Starts the service with a limit of two seconds. */
    public static class Brief extends ProxiedProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> all = new HashMap<>(super.getConfigOverrides());
            all.put("modeltree.cache.max-stale", "2s");
            return all;
        }
    }

    @Test
    void no_response_older_than_the_setting_is_served() {
        String known = "/api/v1/vendors?limit=3";
        String unknown = "/api/v1/models/nobody/nothing";
        DatabaseProxy.set(DatabaseProxy.Mode.PASSING);
        await().atMost(SOON).until(() -> given().get(known).statusCode() == 200);
        assertEquals(404, given().get(unknown).statusCode());
        DatabaseProxy.set(DatabaseProxy.Mode.REFUSING);
        try {
            await().atMost(SOON).until(() -> given().get("/q/health/ready").statusCode() == 503);
            await().atMost(SOON).until(() -> given().get(known).statusCode() == 503);
            assertEquals(503, given().get(unknown).statusCode());
        } finally {
            DatabaseProxy.set(DatabaseProxy.Mode.PASSING);
        }
        await().atMost(SOON).until(() -> given().get(known).statusCode() == 200);
    }
}
