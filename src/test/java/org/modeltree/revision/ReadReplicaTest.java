package org.modeltree.revision;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.imports.Importing;

/** Reads use the standby as long as it has every revision that the client may know. */
@QuarkusTest
@TestProfile(SilentPrimaryTest.Profile.class)
class ReadReplicaTest {

    private static final String ID = "esche/one";
    private static final String PATH = "/api/v1/models/" + ID;
    private static final RestAssuredConfig PLAIN = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig()
                    .encodeContentTypeAs("application/merge-patch+json", ContentType.TEXT)
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false));
    private static final Duration LONGEST = Duration.ofSeconds(20);

    @BeforeEach
    void both_have_the_same() {
        given().header("Authorization", "Bearer " + ReplicaProfile.ADMIN)
                .header("If-None-Match", "*")
                .contentType("application/json")
                .body("{\"name\": \"At first\"}")
                .put(PATH);
        write("At first");
        follow("There");
    }

    @AfterEach
    void both_are_there() {
        Standby.primaryIsAway(false);
        Standby.followerIsAway(false);
        Standby.catchUp();
        await("writes are taken", () -> tryToWrite("At last") == 200);
    }

    @Test
    void a_read_comes_from_the_standby() {
        assertEquals("There", name());
        assertEquals("There", given().get("/api/v1/models?ids=" + ID).path("data[0].name"));
        assertEquals("There", given().get(PATH + "/card").path("name"));
        assertEquals(
                "There",
                given().header("Authorization", "Bearer " + ReplicaProfile.ADMIN)
                        .get(PATH)
                        .path("name"));
    }

    @Test
    void documents_come_from_the_standby() {
        create("/api/v1/benchmarks/points", "{\"label\": \"Points\", \"unit\": \"points\"}");
        create(
                PATH + "/measurements/m",
                "{\"benchmark\": \"points\", \"raw\": 8, \"source\": \"https://example.org/m\"}");
        create(PATH + "/offerings/host/o", "{}");
        follow("There");
        Standby.onlyThere("update measurement set raw = 9; update offering set context_window = 7");
        for (int i = 0; i < 5; i++) {
            assertEquals("There", given().get(PATH + "/document").path("name"));
            assertEquals(9, (int) given().get(PATH + "/measurements/m").path("raw"));
            assertEquals(7, (int) given().get(PATH + "/offerings/host/o").path("contextWindow"));
            // If the service had given up the standby, the next read would use the primary.
            assertEquals("There", name());
        }
    }

    @Test
    void the_read_after_a_write_sees_it() {
        for (int i = 0; i < 20; i++) {
            write("Written " + i);
            assertEquals("Written " + i, name());
        }
    }

    @Test
    void reads_come_from_the_standby_again_when_it_has_caught_up() {
        write("Written");
        assertEquals("Written", name());
        follow("There again");
        assertEquals("There again", name());
    }

    @Test
    void a_client_that_has_seen_more_than_the_standby_has_is_answered_by_the_primary() {
        long revision = revision(given().get(PATH));
        assertEquals(
                "There",
                given().header("Modeltree-Revision", revision).get(PATH).path("name"));
        assertEquals(
                "At first",
                given().header("Modeltree-Revision", revision + 1).get(PATH).path("name"));
        assertEquals(
                "There",
                given().header("Modeltree-Revision", "nonsense").get(PATH).path("name"));
    }

    @Test
    void a_read_waits_for_the_primary_to_show_what_its_client_has_seen_on_another_standby() {
        try {
            long revision = afterAWriteThatWaits();
            CompletableFuture<Response> read = CompletableFuture.supplyAsync(
                    () -> given().header("Modeltree-Revision", revision + 1).get(PATH));
            CompletableFuture<Response> readOnPrimary = CompletableFuture.supplyAsync(
                    () -> given().header("Authorization", "Bearer " + ReplicaProfile.ADMIN)
                            .header("Modeltree-Revision", revision + 1)
                            .get("/api/v1/imports"));
            // Later, as a synchronous standby shows a change before the primary does.
            Awaitility.await().pollDelay(Duration.ofMillis(300)).until(() -> true);
            Standby.commitsWait(false);
            assertEquals(revision + 1, revision(read.join()));
            assertEquals(revision + 1, revision(readOnPrimary.join()));
        } finally {
            Standby.commitsWait(false);
        }
    }

    @Test
    void a_read_of_what_no_standby_confirms_is_told_to_try_again() {
        try {
            long revision = afterAWriteThatWaits();
            given().header("Modeltree-Revision", revision + 1)
                    .get(PATH)
                    .then()
                    .statusCode(503)
                    .body("detail", equalTo("A change waits for a standby to confirm it. Try again."));
        } finally {
            Standby.commitsWait(false);
        }
    }

    /** Lets a write wait for a standby. The revision that the primary shows. */
    private static long afterAWriteThatWaits() {
        Standby.commitsWait(true);
        long revision;
        CompletableFuture<Integer> write;
        int number = 0;
        Instant end = Instant.now().plus(LONGEST);
        do {
            assertTrue(Instant.now().isBefore(end), "never: a write waits");
            // The first ones may be sooner than the setting.
            String name = "Waits " + number++;
            revision = revision(given().get(PATH));
            write = CompletableFuture.supplyAsync(() -> tryToWrite(name));
            CompletableFuture<Integer> begun = write;
            await("a write waits", () -> begun.isDone() || Standby.isCommitWaiting());
        } while (write.isDone());
        return revision;
    }

    @Test
    void changes_since_a_revision_that_the_standby_lacks_are_read_from_the_primary() {
        long revision = revision(given().get(PATH));
        assertEquals("There", name());
        Standby.onlyOnPrimary("update catalog_revision set revision = revision + 1");
        given().get("/api/v1/changes?since=" + (revision + 1))
                .then()
                .statusCode(200)
                .header("Modeltree-Revision", Long.toString(revision + 1));
        given().get("/api/v1/changes?since=" + (revision + 2))
                .then()
                .statusCode(400)
                .body("errors[0].parameter", equalTo("since"));
    }

    @Test
    void after_the_report_of_an_import_no_read_is_older_than_the_report() {
        String place = "/api/v1/imports/"
                + given().header("Authorization", "Bearer " + ReplicaProfile.ADMIN)
                        .contentType("application/json")
                        .body("{\"type\":\"model\",\"id\":\"esche/imported\",\"name\":\"Imported\"}")
                        .post("/api/v1/imports?format=modeltree")
                        .path("id");
        await("the import is done", () -> report(place).path("status").equals("done"));
        follow("There");
        long revision = revision(given().get(PATH));
        assertEquals("There", name());
        // An import commits before it informs its instance, and other instances hear of it later.
        Standby.onlyOnPrimary("update catalog_revision set revision = revision + 1");
        assertEquals(revision + 1, revision(report(place)));
        assertEquals("At first", name());
    }

    private static Response report(String place) {
        return given().header("Authorization", "Bearer " + ReplicaProfile.ADMIN).get(place);
    }

    @Test
    void data_that_changes_without_a_revision_is_read_from_the_primary() {
        String made = given().header("Authorization", "Bearer " + ReplicaProfile.ADMIN)
                .contentType("application/json")
                .body("{\"name\": \"made just now\", \"role\": \"reader\"}")
                .post("/api/v1/tokens")
                .then()
                .statusCode(201)
                .extract()
                .path("name");
        given().header("Authorization", "Bearer " + ReplicaProfile.ADMIN)
                .get("/api/v1/tokens")
                .then()
                .statusCode(200)
                .body("data.name", hasItem(made));
        assertEquals("There", name());
    }

    @Test
    void a_standby_that_went_back_in_time_is_not_used() {
        long revision = revision(given().get(PATH));
        Standby.onlyThere("update catalog_revision set revision = revision - 1");
        Response read = given().get(PATH);
        assertEquals("At first", read.path("name"));
        assertEquals(revision, revision(read));
    }

    @Test
    void a_commit_that_the_standby_shows_before_the_primary_does_not_end_the_process() {
        long revision = revision(given().get(PATH));
        Standby.onlyThere("update catalog_revision set revision = revision + 1");
        await(
                "the standby's revision is known",
                () -> revision(given().header("Cache-Control", "no-cache").get(PATH)) == revision + 1);
        // The monitor reads the primary's revision, which is older. It would end this JVM.
        Standby.onlyOnPrimary("notify modeltree_revision");
        await("a write", () -> tryToWrite("Then") == 200);
        given().get("/q/health/ready").then().statusCode(200);
    }

    @Test
    void a_model_that_a_lagging_standby_lacks_is_found_on_the_primary() {
        Standby.onlyThere("update catalog_revision set revision = revision - 1;"
                + " update model set id = 'esche/hidden' where id = '" + ID + "'");
        given().get(PATH).then().statusCode(200).body("name", equalTo("At first"));
    }

    @Test
    void a_standby_that_goes_down_fails_no_request() {
        Standby.followerIsAway(true);
        for (int i = 0; i < 20; i++) {
            given().get(PATH).then().statusCode(200).body("name", equalTo("At first"));
        }
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name.startsWith('Database') }.data.replica", equalTo("It does not answer."));
        Standby.followerIsAway(false);
        await("reads come from the standby again", () -> name().equals("There"));
    }

    @Test
    void reads_continue_while_the_primary_is_down() {
        Standby.primaryIsAway(true);
        given().get(PATH).then().statusCode(200).body("name", equalTo("There"));
        given().get("/api/v1/models").then().statusCode(200);
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name.startsWith('Database') }.data.replica", equalTo("UP"));
        await("a write is refused", () -> tryToWrite("Never") == 503);
        Standby.followerIsAway(true);
        given().get(PATH).then().statusCode(503);
        given().get("/q/health/ready").then().statusCode(503);
    }

    /** Copies the primary to the standby, except for one name. */
    private static void follow(String name) {
        Standby.catchUp();
        Standby.onlyThere("update model set name = '" + name + "' where id = '" + ID + "'");
        await("reads come from the standby", () -> name().equals(name));
    }

    private static void await(String what, BooleanSupplier done) {
        Instant end = Instant.now().plus(LONGEST);
        while (!done.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(end), () -> "never: " + what);
        }
    }

    private static void write(String name) {
        assertEquals(200, tryToWrite(name));
    }

    private static void create(String path, String body) {
        curator("application/json")
                .header("If-None-Match", "*")
                .body(body)
                .put(path)
                .then()
                .statusCode(201);
    }

    private static RequestSpecification curator(String type) {
        return given().config(PLAIN)
                .header("Authorization", "Bearer " + ReplicaProfile.ADMIN)
                .contentType(type);
    }

    private static int tryToWrite(String name) {
        return curator("application/merge-patch+json")
                .header("If-Match", "*")
                .body("{\"name\": \"" + name + "\"}")
                .patch(PATH)
                .statusCode();
    }

    private static String name() {
        return Importing.json("/models/" + ID).get("name").asText();
    }

    private static long revision(Response response) {
        return Long.parseLong(response.header("Modeltree-Revision"));
    }
}
