package org.modeltree.offering.published;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.FormerDatabase;
import org.modeltree.http.cache.CachingProfile;
import org.modeltree.http.cache.ShiftedClock;
import org.modeltree.imports.Importing;
import org.modeltree.oracle.generated.PartialDates;

/** An offering has ended on its date, and on the last day of a month or a year: in every answer on the same day. */
@QuarkusTest
@TestProfile(CachingProfile.class)
class OfferingEndsTest {

    private static final String SCORES = "/api/v1/scores?capability=ebb-price";
    /** How often a machine may be too busy for an answer. */
    private static final int MAX_BUSY = 20;

    private static final Pattern MODEL = Pattern.compile("\"(?:[a-z]+/)*ebb/(e\\d)\"");
    /** OpenRouter's list has models without an offering as well, under their own ids. */
    private static final Pattern ROUTED = Pattern.compile("\"route/ebb/(e\\d)\"");

    /** One for each model, whose number is its place. */
    private static final List<String> ENDS =
            List.of("2023", "2023-12", "2023-12-31", "2024-02-29", "2024-02", "2024-03-01", "2024", "2024-12");

    private static final List<String> DAYS = List.of(
            "2023-12-30",
            "2023-12-31",
            "2024-01-01",
            "2024-02-28",
            "2024-02-29",
            "2024-03-01",
            "2024-12-30",
            "2024-12-31");

    /** Answers that name each model that they count. */
    private static final List<String> READS = List.of(
            "/api/v1/providers/ebb/offerings",
            "/api/v1/offerings?model=ebb/e0,ebb/e1,ebb/e2,ebb/e3,ebb/e4,ebb/e5,ebb/e6,ebb/e7",
            "/api/v1/models?inputPriceMax=100",
            "/api/v1/recommend?capability=ebb-quiz",
            SCORES,
            "/compat/litellm/model_prices_and_context_window.json",
            "/compat/models.dev/api.json",
            "/compat/openrouter/api/v1/models");

    @Inject
    PriceDays days;

    @Inject
    ShiftedClock clock;

    @BeforeEach
    void offerings() {
        Importing.empty();
        at("2023-12-29");
        Importing.execute("update price_day set day = date '2023-12-29'");
        StringBuilder models = new StringBuilder("""
                {"type":"benchmark","id":"input-price","label":"Input","unit":"usd_per_1m_tokens"}
                {"type":"benchmark","id":"quiz","label":"Quiz","unit":"percent"}
                {"type":"capability","id":"ebb-price","label":{"en":"Price"},"description":{"en":"P."},"benchmark":"input-price","scale":{"kind":"log","floor":64,"ceiling":1}}
                {"type":"capability","id":"ebb-quiz","label":{"en":"Quiz"},"description":{"en":"Q."},"benchmark":"quiz","scale":{"kind":"linear","floor":0,"ceiling":100}}
                """);
        for (int i = 0; i < ENDS.size(); i++) {
            models.append("""
                    {"type":"model","id":"ebb/e%1$d","name":"E %1$d","releaseDate":"2023-01-01","modalities":{"input":["text"],"output":["text"]}}
                    {"type":"measurement","id":"q","model":"ebb/e%1$d","benchmark":"quiz","raw":1%1$d,"source":"https://q.example"}
                    """.formatted(i));
        }
        load(models.toString());
        load(offered(1_000));
    }

    @AfterEach
    void today() {
        clock.reset();
        Importing.empty();
        Importing.execute("update price_day set day = (clock_timestamp() at time zone 'UTC')::date");
    }

    /** A publisher and a router serve each model; a dearer one is better, so that none beats another. */
    private static String offered(int contextWindow) {
        StringBuilder offerings = new StringBuilder();
        for (int i = 0; i < ENDS.size(); i++) {
            for (String provider : List.of("ebb", "openrouter")) {
                offerings.append("""
                        {"type":"offering","provider":"%s","id":"%sebb/e%d","model":"ebb/e%d","contextWindow":%d,"maxOutput":100,"retiredDate":"%s",\
                        "source":"https://ebb.example","prices":[{"kind":"metered","input":"%d","output":"%d"}]}
                        """.formatted(
                                provider,
                                provider.equals("openrouter") ? "route/" : "",
                                i,
                                i,
                                contextWindow,
                                ENDS.get(i),
                                i + 1,
                                i + 1));
            }
        }
        return offerings.toString();
    }

    private static void load(String file) {
        given().header("Authorization", "Bearer " + EmptyCatalogProfile.ADMIN)
                .contentType("application/octet-stream")
                .body(file.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/imports?format=modeltree")
                .then()
                .statusCode(200);
    }

    private void at(String day) {
        clock.set(LocalDate.parse(day).atTime(12, 0).toInstant(ZoneOffset.UTC));
    }

    private static String text(String path) {
        Response answer = given().get(path);
        for (int again = 0; again < MAX_BUSY && answer.statusCode() == 503; again++) {
            answer = given().get(path);
        }
        assertEquals(200, answer.statusCode(), path);
        String text = answer.asString();
        return text.replaceAll("\\s*:\\s*", ":");
    }

    private static List<String> counted(String path) {
        return (path.contains("/openrouter/") ? ROUTED : MODEL)
                .matcher(text(path))
                .results()
                .map(found -> found.group(1))
                .distinct()
                .sorted()
                .toList();
    }

    private static boolean costs(int model, String day) {
        return given().contentType("application/json")
                        .body("{\"model\":\"ebb/e" + model + "\",\"at\":\"" + day
                                + "T12:00:00Z\",\"usage\":{\"input\":\"1\"}}")
                        .post("/api/v1/cost")
                        .statusCode()
                == 200;
    }

    private static boolean isAvailable(int model) {
        return text("/api/v1/models/ebb/e" + model + "/card").contains("\"api\":{\"status\":\"available\"");
    }

    private static boolean isFound(int model) {
        return text("/api/v1/quality?rule=ended_offering_priced&model=ebb/e" + model)
                .contains("offerings/ebb/ebb/e" + model);
    }

    @Test
    void every_answer_ends_an_offering_on_the_same_day() throws Exception {
        int contextWindow = 1_000;
        for (String day : DAYS) {
            at(day);
            assertEquals(LocalDate.parse(day), days.catchUp());
            List<String> current = new ArrayList<>();
            for (int i = 0; i < ENDS.size(); i++) {
                boolean hasEnded = PartialDates.isOver(ENDS.get(i), LocalDate.parse(day));
                if (!hasEnded) {
                    current.add("e" + i);
                }
                String where = ENDS.get(i) + " on " + day;
                assertEquals(!hasEnded, costs(i, day), where);
                assertEquals(!hasEnded, isAvailable(i), where);
                assertEquals(hasEnded, isFound(i), where);
            }
            for (String path : READS) {
                assertEquals(current, counted(path), path + " on " + day);
            }
            // What a write on that day scores is what the day has scored.
            load(offered(++contextWindow));
            assertEquals(current, counted(SCORES), "written on " + day);
        }
    }

    @Test
    void a_file_that_is_older_than_the_end_of_an_offering_scores_no_former_price() {
        Importing.empty();
        at("2024-02-29");
        String models = """
                {"type":"benchmark","id":"input-price","label":"Input","unit":"usd_per_1m_tokens"}
                {"type":"capability","id":"ebb-price","label":{"en":"Price"},"description":{"en":"P."},"benchmark":"input-price","scale":{"kind":"log","floor":64,"ceiling":1}}
                """;
        List<String> ends = List.of("2024-02", "2024-02-29", "2024-03", "2024");
        for (int i = 0; i < ends.size(); i++) {
            models += """
                    {"type":"model","id":"ebb/e%1$d","name":"E"}
                    {"type":"offering","provider":"ebb","id":"e%1$d","model":"ebb/e%1$d","date":"2024-02-10","retiredDate":"%2$s",\
                    "source":"https://ebb.example","prices":[{"kind":"metered","input":"2"}]}
                    {"type":"measurement","id":"input-price.offering","model":"ebb/e%1$d","benchmark":"input-price","raw":2,"source":"https://ebb.example"}
                    """.formatted(i, ends.get(i));
        }
        load(models);
        assertEquals(List.of("e2", "e3"), counted(SCORES));
    }

    @Test
    void an_older_database_has_the_same_cheapest_prices_and_looks_again() throws SQLException {
        String filled = """
                insert into vendor (id, name) values ('a', 'A');
                insert into model (id, vendor_id, name, name_key, revision, updated_at) values ('a/b', 'a', 'B', 'b', 1, now());
                insert into provider (id, name) values ('a', 'A');
                insert into offering (provider_id, provider_model_id, provider_model_key, model_id, retired_date, retired_precision)
                values ('a', 'day', 'day', 'a/b', '2024-02-29', 'day'), ('a', 'month', 'month', 'a/b', '2024-03-01', 'month'),
                       ('a', 'year', 'year', 'a/b', '2025-01-01', 'year');
                insert into price (provider_id, provider_model_id, position, kind, mode, min_context_tokens, currency, input_usd)
                values ('a', 'day', 1, 'metered', 'standard', 0, 'USD', 1), ('a', 'month', 1, 'metered', 'standard', 0, 'USD', 2),
                       ('a', 'year', 1, 'metered', 'standard', 0, 'USD', 3);
                insert into model_price (model_id, currency, valid_from, valid_to, input, output)
                select 'a/b', c.currency, c.valid_from, c.valid_to, c.input, c.output from model_prices('a/b') c;
                """;
        String kept = "select input || ' to ' || valid_to from model_price order by valid_to";
        try (FormerDatabase database = new FormerDatabase("offering-ends", "32", filled)) {
            assertEquals("1 to 2024-03-01\n2 to 2024-04-01\n3 to 2026-01-01\n", database.lines(kept));
            database.execute("update price_day set day = '2025-05-05'");
            database.migrateTo("33");
            assertEquals("1 to 2024-02-29\n2 to 2024-03-31\n3 to 2025-12-31\n", database.lines(kept));
            // The offering that ends in 2025 had lost its price on the first day of that year.
            assertEquals("2024-12-31\n", database.lines("select day from price_day"));
        }
    }

    @Test
    void prices_that_began_before_the_oldest_change_that_is_kept_count_by_the_next_look() throws SQLException {
        try (FormerDatabase database = new FormerDatabase("pruned-changes", "32")) {
            database.execute(
                    "update retention set changes_until = 7",
                    "update price_day set day = '2030-05-05'",
                    "update flyway_schema_history set installed_on = '2025-06-07' where version = '1'");
            database.migrateTo("33");
            assertEquals("2025-06-06\n", database.lines("select day from price_day"));
        }
    }
}
