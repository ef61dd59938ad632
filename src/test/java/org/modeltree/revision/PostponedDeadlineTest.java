package org.modeltree.revision;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A database that falls silent within a write that may take longer than others. */
@QuarkusTest
@TestProfile(ProxiedProfile.class)
class PostponedDeadlineTest {

    /** So many that PostgreSQL does not end the transaction before the service gives up. */
    private static final int CHILDREN = 120;

    /** How much longer than others a request may take that changes many records. */
    private static final long POSTPONED_MILLIS = 12_000;

    /** Before this time, no postponed deadline passes. */
    private static final long MIN_MILLIS = ProxiedProfile.STATEMENT_MILLIS + POSTPONED_MILLIS;

    /** A request takes at most a second longer than its statement and what was postponed; the rest is for a busy machine. */
    private static final long MAX_MILLIS = MIN_MILLIS + 10_000;

    /**
     * The second statement that a deletion writes with, after the one that counts the revision up. By then it holds the lock and
     * its deadline is postponed.
     */
    private static final String WITHIN_WRITING = "insert into touched";

    private static final String LOCKED =
            "select not exists (select from (select from catalog_revision for update skip locked) free)";
    private static final String STORED = """
            select concat_ws(' ', (select revision from catalog_revision),
                   (select count(*) from model where id = 'buche/parent'),
                   (select count(*) from lineage_edge where parent_id = 'buche/parent'),
                   (select count(*) from lineage_edge where parent_id = 'buche/heir'),
                   (select max(revision) from change))""";

    private static final Duration SOON = Duration.ofSeconds(30);

    @BeforeEach
    @AfterEach
    void the_database_answers() {
        DatabaseProxy.set(DatabaseProxy.Mode.PASSING);
        await().atMost(SOON).until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    @Test
    void a_deletion_whose_database_falls_silent_ends_at_its_postponed_deadline_and_stores_nothing()
            throws SQLException {
        imported(family());
        String before = DatabaseProxy.ask(STORED);
        DatabaseProxy.fallSilentAt(WITHIN_WRITING);
        CompletableFuture<Long> refusal = CompletableFuture.supplyAsync(() -> {
                    long began = System.nanoTime();
                    delete().then()
                            .statusCode(503)
                            .contentType("application/problem+json")
                            .header("Retry-After", Integer::parseInt, greaterThanOrEqualTo(1));
                    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                })
                .orTimeout(MAX_MILLIS, TimeUnit.MILLISECONDS);
        await().atMost(SOON).until(() -> DatabaseProxy.isSilent() && "t".equals(DatabaseProxy.ask(LOCKED)));
        assertThat(refusal.join(), greaterThan(MIN_MILLIS));
        the_database_answers();
        // The proxy sends what it has held back before PostgreSQL learns that the connection is closed.
        await().atMost(SOON).until(() -> "f".equals(DatabaseProxy.ask(LOCKED)));
        assertEquals(before, DatabaseProxy.ask(STORED));
        await().atMost(SOON).until(() -> delete().statusCode() == 204);
        assertNotEquals(before, DatabaseProxy.ask(STORED));
        given().get("/api/v1/models/buche/heir/lineage").then().statusCode(200).body(containsString("buche/c7"));
    }

    private static String family() {
        StringBuilder family = new StringBuilder("""
                {"type":"model","id":"buche/parent","name":"Parent"}
                {"type":"model","id":"buche/heir","name":"Heir"}
                """);
        for (int i = 0; i < CHILDREN; i++) {
            family.append("""
                    {"type":"model","id":"buche/c%1$d","name":"C"}
                    {"type":"edge","child":"buche/c%1$d","parent":"buche/parent","relation":"merge"}
                    """.formatted(i));
        }
        return family.toString();
    }

    private static void imported(String lines) {
        admin().contentType("application/json")
                .body(lines)
                .post("/api/v1/imports?format=modeltree")
                .then()
                .statusCode(200);
    }

    private static Response delete() {
        return admin().header("If-Match", "*").delete("/api/v1/models/buche/parent?reparentTo=buche/heir");
    }

    private static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + ProxiedProfile.ADMIN);
    }
}
