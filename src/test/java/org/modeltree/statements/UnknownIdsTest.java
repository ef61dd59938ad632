package org.modeltree.statements;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeltree.oracle.GeneratedCatalogProfile;

/** Unknown ids are cheap, and impossible ids cost the database nothing. */
@QuarkusTest
@TestProfile(UnknownIdsProfile.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UnknownIdsTest {

    private static final String LONG = "a".repeat(50_000);
    private static final Duration LONGEST = Duration.ofSeconds(20);
    private static final RestAssuredConfig PLAIN = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig().appendDefaultContentCharsetToContentTypeIfUndefined(false));

    @Inject
    DataSource dataSource;

    @Inject
    MeterRegistry meters;

    @ParameterizedTest
    @CsvSource({
        "404, /models/unknown/same-one",
        "404, /models/unknown/same-one/card",
        "404, /models/unknown%2Fsame-one",
        "404, /vendors/nobody-of-this-name",
        "404, /benchmarks/nothing-of-this-name",
        "404, '/compare?ids=unknown/same-one,unknown/other-one'",
        "404, /resolve?id=unknown/same-one",
        "404, /tree?root=unknown/same-one",
        "308, /models/AURORA/ECHO/card?lang=en",
        "308, /models/aurora/diamond_top/card?lang=en",
        "307, /models/diamond_top",
        "410, /models/unknown/deleted"
    })
    void what_was_not_found_is_not_looked_for_again(int status, String path) {
        if (status == 410) {
            create("unknown/deleted");
            asAdmin().header("If-Match", "*").delete("/api/v1/models/unknown/deleted");
        }
        Response first = get(path);
        first.then().statusCode(status);
        CountingDriver.take();
        Response again = get(path);
        Response head =
                given().urlEncodingEnabled(false).redirects().follow(false).head("/api/v1" + path);
        CountingDriver.Sent sent = CountingDriver.take();
        assertEquals(List.of(), sent.statements());
        assertEquals(0, sent.transactions());
        assertEquals(headers(first), headers(again));
        assertEquals(first.asString(), again.asString());
        assertEquals(status, head.statusCode());
        assertEquals(headers(first), headers(head));
    }

    @Test
    void a_model_that_is_created_later_is_found_at_once() {
        String id = "unknown/created-later";
        get("/models/" + id).then().statusCode(404);
        get("/models/" + id).then().statusCode(404);
        create(id);
        get("/models/" + id).then().statusCode(200);
    }

    @Test
    void a_model_that_another_instance_creates_is_found_soon() throws SQLException {
        String path = "/models/aurora/from-another-instance";
        get(path).then().statusCode(404);
        get(path).then().statusCode(404);
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("""
                    insert into model (id, vendor_id, name, name_key, revision, updated_at)
                    select 'aurora/from-another-instance', 'aurora', 'New', 'new', revision + 1, now() from catalog_revision
                    """);
            statement.executeUpdate("update catalog_revision set revision = revision + 1");
        }
        await().atMost(LONGEST).untilAsserted(() -> assertEquals(200, get(path).statusCode()));
    }

    @Test
    void a_client_that_has_seen_a_newer_revision_gets_no_older_refusal() {
        String path = "/api/v1/models/unknown/seen-newer";
        long revision = Long.parseLong(given().get(path).header("Modeltree-Revision"));
        CountingDriver.take();
        given().header("Modeltree-Revision", revision).get(path).then().statusCode(404);
        assertEquals(0, CountingDriver.take().statements().size());
        given().header("Modeltree-Revision", revision + 1).get(path).then().statusCode(404);
        assertFalse(CountingDriver.take().statements().isEmpty());
    }

    /** Runs last, because new entries rarely get into a full cache. */
    @Test
    @Order(Integer.MAX_VALUE)
    void a_flood_of_unknown_ids_pushes_out_no_good_answer() {
        String good = "/models?limit=7";
        get(good).then().statusCode(200);
        for (int i = 0; i < 400; i++) {
            get("/models/flood/" + i).then().statusCode(404);
        }
        double bytes = meters.get("modeltree.cache.refusal.bytes").gauge().value();
        assertTrue(bytes > 0 && bytes <= UnknownIdsProfile.MAX_BYTES / 16.0, () -> bytes + " bytes");
        CountingDriver.take();
        get(good).then().statusCode(200);
        assertEquals(List.of(), CountingDriver.take().statements());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/models/openai/%s",
                "/models/%s/openai",
                "/models/%s",
                "/models/openai%%2F%s",
                "/models/a/b/c/%s",
                "/models/openai/%s/card",
                "/models/openai/%s/scores",
                "/models/openai/%s/lineage",
                "/models/openai/%s/offerings",
                "/models/openai/%s/measurements",
                "/models/openai/%s/document",
                "/models/openai/%s?atRevision=1",
                "/models/aurora/echo/measurements/%s",
                "/models/aurora/echo/offerings/%s/x",
                "/models/aurora/echo/offerings/x/%s",
                "/vendors/%s",
                "/providers/%s",
                "/providers/%s/offerings",
                "/benchmarks/%s",
                "/capabilities/%s",
                "/capabilities/%s/score?raw=1",
                "/bands/%s",
                "/bands/%s.svg",
                "/models/openai/%s/gauge.png",
                "/bands/%s/history"
            })
    void a_path_with_a_longer_id_than_any_is_not_found_without_the_database(String path) {
        assertRefused(404, path.formatted(LONG));
        if (!path.contains("a/b/c")) {
            assertRefused(404, path.formatted("b".repeat(404)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/models?ids=%s",
                "/models?ids=aurora/echo,%s",
                "/models?parent=%s",
                "/models?vendor=%s",
                "/models?family=%s",
                "/models?kind=%s",
                "/models?capability=%s",
                "/models?q=%s",
                "/models?sort=%s",
                "/models?fields=%s",
                "/models?include=%s",
                "/models?facets=%s",
                "/models?cursor=%s",
                "/models?%s=1",
                "/models?lang=%s",
                "/models/aurora/echo?atRevision=%s",
                "/models/aurora/echo/lineage?direction=%s",
                "/resolve?id=%s",
                "/compare?ids=aurora/echo,%s",
                "/tree?root=%s",
                "/tree?vendor=%s",
                "/changes?model=%s",
                "/changes?since=%s",
                "/quality?model=%s",
                "/quality?vendor=%s",
                "/quality?rule=%s",
                "/scores?capability=%s",
                "/bands?vendor=%s",
                "/bands?percentiles=%s",
                "/bands/context/history?interval=%s",
                "/export?format=%s"
            })
    void a_parameter_with_a_longer_id_than_any_is_refused_without_the_database(String path) {
        assertRefused(400, path.formatted(LONG));
    }

    @Test
    void long_lists_are_refused_without_the_database() {
        String many = IntStream.range(0, 201).mapToObj(i -> "v" + i).collect(Collectors.joining(","));
        for (String list : List.of("vendor", "ids", "parent", "family", "fields", "include", "facets")) {
            assertRefused(400, "/models?" + list + "=" + many);
        }
        assertRefused(400, "/compare?ids=" + many);
    }

    private static void assertRefused(int status, String path) {
        CountingDriver.take();
        Response answer = get(path);
        CountingDriver.Sent sent = CountingDriver.take();
        assertEquals(status, answer.statusCode(), path.substring(0, 30));
        assertEquals(List.of(), sent.statements());
        assertEquals(0, sent.transactions());
        assertTrue(answer.header("Content-Type").startsWith("application/problem+json"));
        assertTrue(answer.asString().length() < 4_000, () -> answer.asString().length() + " characters");
        assertTrue(answer.as(JsonNode.class).get("detail").asText().length() < 700, answer::asString);
    }

    @Test
    void writes_of_longer_ids_than_any_are_refused() {
        String document = "{\"name\": \"Long\"}";
        for (String path : List.of(
                "/models/openai/" + LONG,
                "/vendors/" + LONG,
                "/models/aurora/echo/aliases/" + LONG,
                "/models/aurora/echo/parents/openai/" + LONG)) {
            Response put = asAdmin().header("If-None-Match", "*").body(document).put("/api/v1" + path);
            assertEquals(400, put.statusCode(), put::asString);
            assertTrue(put.asString().length() < 4_000);
            assertEquals(
                    404,
                    asAdmin()
                            .header("If-Match", "*")
                            .delete("/api/v1/models/openai/" + LONG)
                            .statusCode());
        }
        Response heir = asAdmin().header("If-Match", "*").delete("/api/v1/models/aurora/echo?successor=" + LONG);
        assertEquals(400, heir.statusCode());
    }

    @Test
    void an_id_as_long_as_any_can_be_is_looked_for() {
        String alias = "😀".repeat(200);
        create("unknown/emoji");
        asAdmin()
                .urlEncodingEnabled(true)
                .header("If-None-Match", "*")
                .put("/api/v1/models/unknown/emoji/aliases/{alias}", alias)
                .then()
                .statusCode(201);
        given().redirects()
                .follow(false)
                .get("/api/v1/models/{alias}", alias)
                .then()
                .statusCode(308);
        given().queryParam("id", alias).get("/api/v1/resolve").then().statusCode(200);
        assertEquals(
                1,
                given().queryParam("ids", alias)
                        .get("/api/v1/models")
                        .jsonPath()
                        .getList("data")
                        .size());
    }

    @Test
    void suggestions_take_one_query_and_leave_the_transaction_as_it_was() {
        create("suggested/instructgpt");
        CountingDriver.take();
        Response missing = get("/models/suggested/instructgtp");
        List<String> sent = CountingDriver.take().statements();
        assertEquals("suggested/instructgpt", missing.path("suggestions[0]"));
        // The model is looked up twice: a model that exists takes one round trip, and the rest is read in a
        // transaction.
        assertTrue(sent.size() <= 9, () -> String.join("\n\n", sent));
        assertTrue(
                sent.stream().noneMatch(sql -> sql.contains("similarity") || sql.contains("<%")),
                () -> String.join("\n\n", sent));
    }

    @ParameterizedTest
    @CsvSource({
        "/vendors/arora, aurora",
        "/vendors/Auroar, aurora",
        "/benchmarks/contextwindow, context-window",
        "/benchmarks/swe-bench-verifed, swe-bench-verified"
    })
    void other_ids_are_suggested_too(String path, String meant) {
        List<String> suggestions = get(path).jsonPath().getList("suggestions");
        if (get("/" + path.split("/", -1)[1] + "/" + meant).statusCode() == 200) {
            assertEquals(meant, suggestions.get(0), path);
        }
    }

    @Test
    void many_misspelt_words_are_not_all_looked_up() {
        String words = IntStream.range(0, 20)
                .mapToObj(i -> "zzqx" + (char) ('a' + i) + "wv")
                .collect(Collectors.joining("+"));
        CountingDriver.take();
        get("/models?q=" + words).then().statusCode(200);
        List<String> sent = CountingDriver.take().statements();
        assertTrue(sent.size() <= 20, () -> sent.size() + " statements");
    }

    private static Response get(String path) {
        return given().urlEncodingEnabled(false).redirects().follow(false).get("/api/v1" + path);
    }

    private static RequestSpecification asAdmin() {
        return given().config(PLAIN)
                .urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + GeneratedCatalogProfile.ADMIN)
                .contentType("application/json");
    }

    private static void create(String id) {
        int status = asAdmin()
                .header("If-None-Match", "*")
                .body("{\"name\": \"" + id + "\"}")
                .put("/api/v1/models/" + id)
                .statusCode();
        assertTrue(List.of(201, 412).contains(status), () -> "status " + status);
    }

    private static Map<String, List<String>> headers(Response response) {
        return response.headers().asList().stream()
                .filter(header -> !header.getName().matches("(?i)Date|X-Request-Id"))
                .collect(Collectors.groupingBy(
                        header -> header.getName().toLowerCase(Locale.ROOT),
                        Collectors.mapping(header -> header.getValue(), Collectors.toList())));
    }
}
