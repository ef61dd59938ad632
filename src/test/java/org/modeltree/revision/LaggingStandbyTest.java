package org.modeltree.revision;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.modeltree.TestDatabase;

/** Two standbys: the preferred one lacks what the primary has confirmed, and the primary goes away. */
@QuarkusTest
@TestProfile(LaggingStandbyTest.Profile.class)
class LaggingStandbyTest {

    private static final Duration SOON = Duration.ofSeconds(40);

    /** Starts the service with two standbys. */
    public static class Profile extends ReplicaProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(TwoStandbys.class));
        }
    }

    /** A proxy that leads to a standby which never catches up, and the follower itself. */
    public static class TwoStandbys extends Standby {

        private static final String URL = "modeltree.read-replica.url";
        private static final String LAGGARD = "laggards";
        private final DatabaseProxy proxy = new DatabaseProxy();

        @Override
        public Map<String, String> start() {
            Map<String, String> settings = new HashMap<>(super.start());
            TestDatabase.migratedDatabase(LAGGARD);
            URI follower = URI.create(settings.get(URL).substring("jdbc:".length()));
            URI laggard = URI.create(proxy.inFrontOf(settings.get(URL)).substring("jdbc:".length()));
            proxy.rename(follower.getPath().substring(1), LAGGARD);
            // Another name than the primary's for the same server, because the driver remembers by name which ones are
            // away.
            settings.put(
                    URL,
                    "jdbc:postgresql://" + laggard.getAuthority() + ",127.0.0.1:" + follower.getPort()
                            + follower.getPath() + "?sslmode=disable&gssEncMode=disable");
            return settings;
        }

        @Override
        public void stop() {
            proxy.stop();
            super.stop();
        }
    }

    @AfterEach
    void the_primary_answers() {
        Standby.primaryIsAway(false);
    }

    @Test
    void reads_use_another_standby_if_theirs_lacks_a_revision_while_the_primary_is_away() {
        await().atMost(SOON).until(() -> written().statusCode() == 201);
        Standby.catchUp();
        long revision = Long.parseLong(given().get("/api/v1/models").header("Modeltree-Revision"));
        Standby.primaryIsAway(true);
        await().atMost(SOON).until(() -> written().statusCode() == 503);
        for (int i = 0; i < 5; i++) {
            Response read = given().get("/api/v1/models?contextWindowMin=" + (1000 + i));
            assertEquals(200, read.statusCode(), read::asString);
            assertEquals(revision, Long.parseLong(read.header("Modeltree-Revision")));
        }
    }

    private static Response written() {
        return given().header("Authorization", "Bearer " + ReplicaProfile.ADMIN)
                .header("Content-Type", "application/json")
                .header("If-None-Match", "*")
                .body("{\"name\": \"Lagging\"}")
                .put("/api/v1/models/esche/lagging");
    }
}
