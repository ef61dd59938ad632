package org.modeltree.oracle.changes;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.ApiResponse;
import org.modeltree.oracle.Checks;
import org.modeltree.oracle.Extent;
import org.modeltree.oracle.GeneratedCatalogProfile;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.Pagination;
import org.modeltree.oracle.Urls;
import org.modeltree.oracle.generated.GeneratedCatalog;
import org.modeltree.oracle.generated.HandmadeModels;
import org.modeltree.oracle.generated.SeededRandom;
import org.modeltree.statements.UnknownIdsProfile;

/** The change log has every write to the generated catalog, and its filters and pages select correctly. */
@QuarkusTest
@TestProfile(UnknownIdsProfile.class)
class ChangesOracleTest {

    /**
     * Expected entry of the change log.
     *
     * @param model null if the entry belongs to no model
     */
    private record Entry(long revision, String kind, String type, String model) {
        static Entry of(JsonNode json) {
            return new Entry(
                    json.get("revision").asLong(),
                    json.get("kind").asText(),
                    json.get("type").textValue(),
                    json.get("model").textValue());
        }
    }

    /** The order within a revision is not specified, so both sides are sorted. */
    private static final Comparator<Entry> ORDER = Comparator.comparingLong(Entry::revision)
            .thenComparing(entry -> String.valueOf(entry.type()))
            .thenComparing(Entry::kind);

    private static final String CHANGES = "/api/v1/changes";

    private final Oracle oracle = Oracle.get();
    private final SeededRandom random = new SeededRandom(GeneratedCatalog.SEED * 31 + 9);
    private final List<Entry> written = new ArrayList<>();

    @Test
    void filters_and_pages_select_the_right_entries() {
        long start = revision();
        List<Entry> before = entries(CHANGES + "?limit=200", 200);
        assertTrue(before.stream().allMatch(entry -> entry.revision() <= start), before::toString);
        List<OracleModel> models = new ArrayList<>(random.some(oracle.models(), 5));
        models.removeIf(model -> model.id().equals(HandmadeModels.MANY_NAMES));
        models.add(oracle.model(HandmadeModels.MANY_NAMES));
        for (int i = 0; i < 30; i++) {
            write(random.of(models), i);
        }
        imports();
        String gone = comesAndGoes();
        write(random.of(models), 99);
        assertEquals(written.get(written.size() - 1).revision(), revision());

        written.sort(ORDER);
        List<Entry> all = new ArrayList<>(before);
        all.addAll(written);
        for (long since = start - 1; since <= revision(); since++) {
            long from = since;
            List<Entry> expected =
                    all.stream().filter(entry -> entry.revision() > from).toList();
            // Small pages are the many requests.
            for (int limit : Extent.isWhole() || since % 4 == 0 ? List.of(1, 3, 50) : List.of(50)) {
                assertEquals(
                        expected, entries(CHANGES + "?limit=" + limit + "&since=" + since, limit), "since " + since);
            }
        }
        assertEquals(
                400, ApiResponse.get(CHANGES + "?since=" + (revision() + 1)).status());
        List<String> names = new ArrayList<>(List.of(gone, gone.toUpperCase(Locale.ROOT), "vanished/only-one"));
        models.forEach(model -> {
            names.add(model.id());
            names.addAll(model.aliases());
        });
        Checks.each(names, name -> {
            String id = oracle.canonical(name) == null ? Oracle.fold(name) : oracle.canonical(name);
            for (long since : new long[] {0, start, start + 9, start + 20}) {
                List<Entry> expected = all.stream()
                        .filter(entry -> entry.revision() > since && Objects.equals(id, entry.model()))
                        .toList();
                String path = CHANGES + "?limit=2&since=" + since + "&model=" + Urls.encode(name);
                assertEquals(expected, entries(path, 2), path);
            }
        });
    }

    /** Makes one random write, which must add one entry. */
    private void write(OracleModel model, int number) {
        String path = Urls.model(model.id());
        String id = model.id();
        switch (random.below(6)) {
            case 0 -> one("update", "model", id, "PATCH", path, "{\"licence\":\"L" + number + "\"}");
            case 1 ->
                one("create", "measurement", id, "PUT", path + "/measurements/n" + number, """
                    {"benchmark":"elo","raw":%d,"source":"https://n.example"}""".formatted(900 + number));
            case 2 -> one("create", "offering", id, "PUT", path + "/offerings/hostco/n/" + number, "{\"maxOutput\":8}");
            case 3 -> one("update", "model", id, "PUT", path + "/aliases/n/" + number, null);
            case 4 ->
                one(
                        "create",
                        "vendor",
                        null,
                        "PUT",
                        "/api/v1/vendors/n" + number,
                        "{\"name\":\"N%d\"}".formatted(number));
            default -> {
                String card = "{\"texts\":{\"en\":{\"whyItMatters\":\"W" + number + "\"}}}";
                if (oracle.card(model) == null && written.stream().noneMatch(entry -> isCard(entry, id))) {
                    one("create", "card", id, "PUT", path + "/card", card);
                } else {
                    one("update", "card", id, "PATCH", path + "/card", card);
                }
            }
        }
    }

    private static boolean isCard(Entry entry, String model) {
        return "card".equals(entry.type()) && model.equals(entry.model());
    }

    private void one(String kind, String type, String model, String method, String path, String body) {
        long former = revision();
        written.add(new Entry(former + 1, kind, type, model));
        assertEquals(former + 1, sent(method, path, body, method.equals("PUT")));
    }

    /** An import adds one entry, whatever it changes. */
    private void imports() {
        long former = revision();
        String records = """
                {"type":"model","id":"aurora/imported","name":"Imported"}
                {"type":"model","id":"aurora/imported-2","name":"Imported 2"}
                """;
        assertEquals(former + 1, sent("POST", "/api/v1/imports?format=modeltree", records, false));
        written.add(new Entry(former + 1, "import", null, null));
    }

    /** Deleting a model adds an entry for each of its parts in the same revision. */
    private String comesAndGoes() {
        String id = "aurora/comes-and-goes";
        String path = Urls.model(id);
        one("create", "model", id, "PUT", path, "{\"name\":\"Comes\"}");
        one("create", "edge", id, "PUT", path + "/parents/" + HandmadeModels.MANY_NAMES, "{\"relation\":\"merge\"}");
        one("create", "measurement", id, "PUT", path + "/measurements/m", """
                {"benchmark":"elo","raw":1,"source":"https://n.example"}""");
        one("create", "offering", id, "PUT", path + "/offerings/hostco/comes", "{\"maxOutput\":8}");
        one("create", "card", id, "PUT", path + "/card", "{\"pricingKind\":\"free\"}");
        long former = revision();
        assertEquals(former + 1, sent("DELETE", path + "?successor=" + HandmadeModels.MANY_NAMES, null, false));
        for (String type : List.of("model", "edge", "measurement", "offering", "card")) {
            written.add(new Entry(former + 1, "delete", type, id));
        }
        // The record of the deleted id belongs to no model.
        written.add(new Entry(former + 1, "create", "deleted", null));
        return id;
    }

    private static long revision() {
        return ApiResponse.get("/api/v1/vendors?limit=1").revision();
    }

    /** Sends a write and returns its revision. */
    private static long sent(String method, String path, String body, boolean isNew) {
        RequestSpecification request = given().urlEncodingEnabled(false)
                .header("Authorization", "Bearer " + GeneratedCatalogProfile.ADMIN)
                .header(isNew ? "If-None-Match" : "If-Match", "*");
        if (body != null) {
            String type = method.equals("PATCH")
                    ? "application/merge-patch+json"
                    : method.equals("POST") ? "application/x-ndjson" : "application/json";
            request.header("Content-Type", type + "; charset=UTF-8").body(body.getBytes(StandardCharsets.UTF_8));
        }
        Response response = request.request(method, path);
        assertTrue(
                response.statusCode() / 100 == 2,
                () -> method + " " + path + " returned " + response.statusCode() + " " + response.asString());
        return Long.parseLong(response.header("Modeltree-Revision"));
    }

    private static List<Entry> entries(String path, int limit) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode json : Pagination.data(Pagination.pages(path), limit)) {
            assertEquals(10, json.size(), json::toString);
            assertNull(json.get("actor").textValue(), json::toString);
            assertNotNull(Instant.parse(json.get("time").asText()));
            boolean imported = json.get("kind").asText().equals("import");
            assertEquals(imported, json.get("import").isTextual(), json::toString);
            assertEquals(imported, json.get("id").isNull(), json::toString);
            assertEquals(imported, json.get("patch").isNull(), json::toString);
            entries.add(Entry.of(json));
        }
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Entry::revision));
        assertEquals(sorted, entries, "the oldest first");
        sorted.sort(ORDER);
        return sorted;
    }
}
