package org.modeltree.revision;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The URL names two servers, and the first one goes away. Both lead to one database, so both are primaries. */
@QuarkusTest
@TestProfile(SeveralServersTest.Profile.class)
class SeveralServersTest {

    /** The pool's time for a connection, the monitor's for a silent server, and some for a busy machine. */
    private static final Duration SOON = Duration.ofSeconds(40);

    private static final String MODEL = "/api/v1/models/esche/several";
    private static final AtomicInteger NUMBERS = new AtomicInteger(1000);

    @Inject
    AgroalDataSource pool;

    /** Starts the service with the URL of two servers. */
    public static class Profile extends ProxiedProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(TwoServers.class));
        }
    }

    /** The proxy, and the database itself. */
    public static class TwoServers extends DatabaseProxy {

        private static final String URL = "quarkus.datasource.jdbc.url";

        @Override
        public Map<String, String> start() {
            Map<String, String> settings = new HashMap<>(super.start());
            URI proxy = URI.create(settings.get(URL).substring("jdbc:".length()));
            URI database = URI.create(direct().substring("jdbc:".length()));
            settings.put(
                    URL,
                    "jdbc:postgresql://" + proxy.getAuthority() + "," + database.getAuthority() + proxy.getPath()
                            + "?targetServerType=primary&sslmode=disable");
            return settings;
        }
    }

    @AfterEach
    void the_first_server_is_back() {
        DatabaseProxy.set(DatabaseProxy.Mode.PASSING);
    }

    @Test
    void reads_and_writes_go_to_the_other_server_when_the_first_one_refuses_connections() {
        followsTheOtherServer(DatabaseProxy.Mode.REFUSING);
    }

    @Test
    void reads_and_writes_go_to_the_other_server_when_the_first_one_falls_silent() {
        followsTheOtherServer(DatabaseProxy.Mode.SILENT);
    }

    @Test
    void each_server_of_the_url_is_asked_for_its_timeline_and_of_several_primaries_one_of_the_latest_is_used() {
        assertEquals(2, DedicatedConnection.preferLatestPrimary(pool));
        await().atMost(SOON).until(() -> written() && unseen().statusCode() == 200);
    }

    private static void followsTheOtherServer(DatabaseProxy.Mode mode) {
        await().atMost(SOON).until(() -> written() && unseen().statusCode() == 200);
        DatabaseProxy.set(mode);
        await().atMost(SOON).until(() -> written() && unseen().statusCode() == 200);
        // No request waits for the first server from then on, although it is the first one of the URL.
        for (int i = 0; i < 20; i++) {
            unseen().then().statusCode(200);
        }
    }

    private static boolean written() {
        int status = write("If-Match").statusCode();
        return status == 200 || (status == 412 && write("If-None-Match").statusCode() == 201);
    }

    private static Response write(String condition) {
        return given().header("Authorization", "Bearer " + ProxiedProfile.ADMIN)
                .header("Content-Type", "application/json")
                .header(condition, "*")
                .body("{\"name\": \"Number " + NUMBERS.incrementAndGet() + "\"}")
                .put(MODEL);
    }

    /** A path that is not cached. */
    private static Response unseen() {
        return given().get("/api/v1/models?contextWindowMin=" + NUMBERS.incrementAndGet());
    }
}
