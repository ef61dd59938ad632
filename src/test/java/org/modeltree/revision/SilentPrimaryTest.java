package org.modeltree.revision;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.modeltree.revision.sql.Timeline;

/** The primary falls silent or is replaced, and a standby has what reads need. */
@QuarkusTest
@TestProfile(SilentPrimaryTest.Profile.class)
class SilentPrimaryTest {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final AtomicInteger NUMBERS = new AtomicInteger(1000);
    private static final String MODEL = "/api/v1/models/esche/silent";

    @Inject
    DatabaseMonitor monitor;

    /** Starts the service with a standby, and a proxy in front of the primary. */
    public static class Profile extends ReplicaProfile {

        @Override
        public List<TestResourceEntry> testResources() {
            return List.of(new TestResourceEntry(ProxiedPrimary.class));
        }
    }

    /** A primary that can fall silent, and a standby. */
    public static class ProxiedPrimary extends Standby {

        private static final String URL = "quarkus.datasource.jdbc.url";
        private final DatabaseProxy proxy = new DatabaseProxy();

        @Override
        public Map<String, String> start() {
            Map<String, String> settings = new HashMap<>(super.start());
            settings.put(URL, proxy.inFrontOf(settings.get(URL)));
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
        DatabaseProxy.set(DatabaseProxy.Mode.PASSING);
        Standby.primaryIsAway(false);
        Standby.catchUp();
        await().atMost(SOON).until(() -> written() == 200);
    }

    @Test
    void a_read_that_waits_for_a_silent_primary_is_answered_by_the_standby_when_that_has_caught_up() {
        // Several, because the first ones may find the connection of another one.
        for (int i = 0; i < 3; i++) {
            long revision = afterAWriteThatTheStandbyLacks();
            DatabaseProxy.set(DatabaseProxy.Mode.SILENT);
            CompletableFuture<Response> read = unseen(revision);
            Standby.catchUp();
            Response answer = read.join();
            assertEquals(200, answer.statusCode(), answer::asString);
            assertEquals(revision, Long.parseLong(answer.header("Modeltree-Revision")));
            DatabaseProxy.set(DatabaseProxy.Mode.PASSING);
        }
    }

    @Test
    void a_read_that_needs_the_primary_waits_while_that_is_away_for_a_moment() {
        long revision = afterAWriteThatTheStandbyLacks();
        Standby.primaryIsAway(true);
        await().atMost(SOON).until(() -> written() == 503);
        CompletableFuture<Response> read = unseen(revision);
        await().pollDelay(Duration.ofMillis(300)).until(() -> true);
        Standby.primaryIsAway(false);
        Response answer = read.join();
        assertEquals(200, answer.statusCode(), answer::asString);
        assertEquals(revision, Long.parseLong(answer.header("Modeltree-Revision")));
    }

    @Test
    void a_read_of_a_revision_that_nobody_has_is_refused_while_the_primary_is_away() {
        long revision = afterAWriteThatTheStandbyLacks();
        Standby.primaryIsAway(true);
        await().atMost(SOON).until(() -> written() == 503);
        assertEquals(503, unseen(revision + 1_000_000).join().statusCode());
    }

    @Test
    void a_primary_is_left_when_a_standby_is_on_a_later_timeline_and_reads_go_on() {
        afterAWriteThatTheStandbyLacks();
        Standby.catchUp();
        Timeline own = Standby.timeline();
        await().atMost(SOON).until(() -> {
            monitor.standbyIsOn(new Timeline(own.system(), own.number() + 1));
            return write().statusCode() == 503;
        });
        assertEquals(200, unseen(0).join().statusCode());
        // A standby is asked again and again, and this one is on the same timeline.
        await().atMost(SOON).until(() -> written() == 200);
    }

    @Test
    void a_later_timeline_of_another_system_means_nothing() {
        Timeline own = Standby.timeline();
        assertTrue(own.isBefore(new Timeline(own.system(), own.number() + 1)));
        assertFalse(own.isBefore(own));
        assertFalse(own.isBefore(new Timeline(own.system() + 1, own.number() + 1)));
    }

    private static long afterAWriteThatTheStandbyLacks() {
        await().atMost(SOON).until(() -> written() == 200);
        Standby.catchUp();
        Response write = write();
        assertEquals(200, write.statusCode(), write::asString);
        return Long.parseLong(write.header("Modeltree-Revision"));
    }

    private static int written() {
        int status = write().statusCode();
        return status == 412
                ? given().header("Authorization", "Bearer " + ReplicaProfile.ADMIN)
                        .header("Content-Type", "application/json")
                        .header("If-None-Match", "*")
                        .body("{\"name\": \"At first\"}")
                        .put(MODEL)
                        .statusCode()
                : status;
    }

    private static Response write() {
        return given().header("Authorization", "Bearer " + ReplicaProfile.ADMIN)
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .body("{\"name\": \"Number " + NUMBERS.incrementAndGet() + "\"}")
                .put(MODEL);
    }

    /** A read of what is not in memory. */
    private static CompletableFuture<Response> unseen(long revision) {
        String path = "/api/v1/models?contextWindowMin=" + NUMBERS.incrementAndGet();
        return CompletableFuture.supplyAsync(
                () -> given().header("Modeltree-Revision", revision).get(path));
    }
}
