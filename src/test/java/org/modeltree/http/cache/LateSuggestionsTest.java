package org.modeltree.http.cache;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/**
 * An answer that had no time for its suggestions is not kept: the next one has them. The cache is large enough for all of these
 * answers.
 */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class LateSuggestionsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Each names an unknown model. The last one is answered with 200, and says which ids are missing. */
    private static final List<String> PATHS = List.of(
            "/api/v1/models/late/knwon",
            "/api/v1/models/late/knwon/card",
            "/m/late/knwon",
            "/api/v1/cards?ids=late/known,late/other,late/knwon");

    @BeforeEach
    void models() {
        Importing.empty();
        for (String slug : List.of("known", "other")) {
            given().header("Authorization", "Bearer " + EmptyCatalogProfile.ADMIN)
                    .header("If-None-Match", "*")
                    .contentType("application/json")
                    .body("{\"name\":\"Any\"}")
                    .put("/api/v1/models/late/" + slug)
                    .then()
                    .statusCode(201);
        }
    }

    @AfterEach
    void empty() {
        quick();
        Importing.empty();
    }

    /** From now on, whether there is a vendor of a name takes longer than suggestions may. Models are read as before. */
    private static void slow() {
        Importing.execute("alter table vendor rename to quick_vendor");
        Importing.execute(
                "create view vendor as select * from quick_vendor where (select 1 from pg_sleep(0.5)) is not null");
    }

    private static void quick() {
        if (!Importing.ask("select coalesce(to_regclass('quick_vendor')::text, '')")
                .isEmpty()) {
            Importing.execute("drop view vendor");
            Importing.execute("alter table quick_vendor rename to vendor");
        }
    }

    private static long suggested(Response answer) {
        return answer.asString().split("late/known", -1).length;
    }

    @Test
    void suggestions_that_came_too_late_are_in_the_next_answer() {
        slow();
        List<Long> before = PATHS.stream()
                .map(path -> {
                    Response first = given().get(path);
                    assertEquals(path.contains("?") ? 200 : 404, first.statusCode(), path);
                    return suggested(first);
                })
                .toList();
        quick();
        for (int i = 0; i < PATHS.size(); i++) {
            String path = PATHS.get(i);
            long late = before.get(i);
            // On a busy machine, they may be late once more.
            await().atMost(PATIENCE).until(() -> suggested(given().get(path)) > late);
        }
    }
}
