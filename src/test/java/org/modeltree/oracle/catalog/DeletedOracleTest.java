package org.modeltree.oracle.catalog;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.ApiResponse;
import org.modeltree.oracle.Checks;
import org.modeltree.oracle.GeneratedCatalogProfile;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.Urls;
import org.modeltree.oracle.generated.InputRecords.DeletedRecord;

/** Every path of a deleted model answers 410 and names the successor. */
@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class DeletedOracleTest {
    private static final List<String> ENDINGS = List.of(
            "",
            "?lang=zh&fields=name",
            "/document",
            "/card",
            "/card?lang=zh",
            "/scores",
            "/lineage",
            "/lineage?depth=2",
            "/measurements",
            "/measurements/a",
            "/offerings",
            "/offerings/hostco/shared-one",
            "/offerings/hostco/with/slashes");

    /** A write that would succeed on an existing model. */
    private record Write(String method, String ending, String body) {}

    private static final List<Write> WRITES = List.of(
            new Write("PUT", "", "{\"name\":\"Again\"}"),
            new Write("PATCH", "", "{\"name\":\"Again\"}"),
            new Write("DELETE", "", null),
            new Write("DELETE", "?successor=aurora/echo", null),
            new Write("PUT", "/card", "{\"pricingKind\":\"free\"}"),
            new Write("PATCH", "/card", "{\"pricingKind\":\"free\"}"),
            new Write("DELETE", "/card", null),
            new Write("PUT", "/card/texts/zh", "{\"whyItMatters\":\"早\"}"),
            new Write("DELETE", "/card/texts/zh", null),
            new Write("PUT", "/parents/aurora/echo", "{\"relation\":\"successor\"}"),
            new Write("DELETE", "/parents/aurora/echo", null),
            new Write("PUT", "/aliases/another/name", null),
            new Write("DELETE", "/aliases/another/name", null),
            new Write("PUT", "/measurements/a", "{\"benchmark\":\"elo\",\"raw\":1,\"source\":\"https://a.example\"}"),
            new Write("PATCH", "/measurements/a", "{\"raw\":2}"),
            new Write("DELETE", "/measurements/a", null),
            new Write("PUT", "/offerings/hostco/with/slashes", "{\"maxOutput\":8}"),
            new Write("PATCH", "/offerings/hostco/with/slashes", "{\"maxOutput\":8}"),
            new Write("DELETE", "/offerings/hostco/with/slashes", null));

    private final Oracle oracle = Oracle.get();

    @Test
    void every_write_to_a_deleted_model_is_gone_and_names_the_successor() {
        String revision = given().get("/api/v1/vendors?limit=1").header("Modeltree-Revision");
        for (DeletedRecord record : oracle.catalog.deleted()) {
            Checks.each(WRITES, write -> {
                for (String id : List.of(record.id(), Oracle.fold(record.id()))) {
                    assertGone(written(write, Urls.model(id) + write.ending()), record);
                }
            });
        }
        assertEquals(revision, given().get("/api/v1/vendors?limit=1").header("Modeltree-Revision"));
    }

    @Test
    void every_path_of_a_deleted_model_is_gone_and_names_the_successor() {
        Checks.each(oracle.catalog.deleted(), record -> {
            String id = Oracle.fold(record.id());
            for (String ending : ENDINGS) {
                assertGone(Urls.model(id) + ending, record);
            }
            assertGone(Urls.model(id.toUpperCase(Locale.ROOT)), record);
            assertGone(Urls.model(id.toUpperCase(Locale.ROOT)) + "/card", record);
            assertGone(Urls.model(Urls.encode(id)), record);
            assertGone(Urls.model(Urls.encode(record.id())) + "/scores", record);
        });
    }

    @Test
    void a_deleted_model_is_in_no_list() {
        List<String> ids =
                oracle.catalog.deleted().stream().map(DeletedRecord::id).toList();
        String path = "/api/v1/models?ids=" + Urls.list(ids);
        assertEquals(0, ApiResponse.ok(path).at("/meta/total").asInt(), path);
        Checks.each(
                oracle.catalog.deleted(),
                record -> assertGone("/api/v1/resolve?id=" + Urls.encode(record.id()), record));
    }

    private static ApiResponse written(Write write, String path) {
        RequestSpecification request = given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + GeneratedCatalogProfile.ADMIN)
                .header("If-Match", "*");
        if (write.body() != null) {
            String type = write.method().equals("PATCH") ? "application/merge-patch+json" : "application/json";
            request.header("Content-Type", type + "; charset=UTF-8")
                    .body(write.body().getBytes(StandardCharsets.UTF_8));
        }
        Response response = request.request(write.method(), path);
        try {
            JsonNode body = new ObjectMapper().readTree(response.asByteArray());
            return new ApiResponse(write.method() + " " + path, response.statusCode(), body, response::header);
        } catch (IOException e) {
            throw new AssertionError(write + " returned " + response.asString(), e);
        }
    }

    private static void assertGone(String path, DeletedRecord record) {
        assertGone(ApiResponse.get(path), record);
    }

    private static void assertGone(ApiResponse answer, DeletedRecord record) {
        assertEquals(410, answer.status(), answer::summary);
        assertEquals("application/problem+json", answer.header("Content-Type"), answer::summary);
        assertEquals("gone", answer.body().path("code").asText(), answer::summary);
        // The contract does not say whether the detail has the requested or the canonical spelling.
        assertTrue(
                Oracle.fold(answer.body().path("detail").asText()).contains(Oracle.fold(record.id())), answer::summary);
        assertTrue(answer.body().has("successor"), answer::summary);
        if (record.successor() == null) {
            assertTrue(answer.body().path("successor").isNull(), answer::summary);
        } else {
            assertEquals(
                    Oracle.fold(record.successor()),
                    answer.body().path("successor").asText(),
                    answer::summary);
        }
    }
}
