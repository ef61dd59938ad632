package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.contract.Contract;

/** The list of imports has all of them, the newest first. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class ImportHistoryTest {

    private static final String[] CURATOR = {"Authorization", "Bearer " + EmptyCatalogProfile.ADMIN};
    private static final List<String> QUOTED =
            List.of("rejections", "unmatched", "kept", "changes", "notes", "ignoredKeys");

    @BeforeEach
    void empty() {
        Importing.empty();
    }

    private static JsonNode list(String query) {
        JsonNode page = Importing.get("/imports" + query, CURATOR).is(200).json();
        assertEquals(List.of(), Contract.committed().breaches("/api/v1/imports" + query, 200, page));
        return page;
    }

    private static List<JsonNode> all(int limit) {
        List<JsonNode> runs = new ArrayList<>();
        String query = "?limit=" + limit;
        while (query != null) {
            JsonNode page = list(query);
            page.get("data").forEach(runs::add);
            String next = page.at("/links/next").textValue();
            query = next == null ? null : next.substring(next.indexOf('?'));
        }
        return runs;
    }

    private static String imported(String query, String id) {
        return Importing.done(query, "{\"type\":\"model\",\"id\":\"%s\",\"name\":\"One\"}".formatted(id))
                .get("id")
                .asText();
    }

    @Test
    void imports_are_listed_newest_first_with_the_numbers_of_their_reports() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(0, imported("format=modeltree" + (i == 2 ? "&dryRun=true" : ""), "elm/" + i));
        }
        Importing.post("format=modeltree", "{\"type\":\"model\"}").is(422);
        String rejected = all(1).get(0).get("id").asText();
        ids.add(0, rejected);
        for (int limit : List.of(1, 2, 50)) {
            assertEquals(
                    ids, all(limit).stream().map(run -> run.get("id").asText()).toList());
        }
        for (JsonNode run : all(50)) {
            JsonNode report = Importing.report(run.get("id").asText());
            run.properties()
                    .forEach(field -> assertEquals(report.get(field.getKey()), field.getValue(), field.getKey()));
            QUOTED.forEach(key -> assertFalse(run.has(key), key));
            assertEquals(report.size() - QUOTED.size(), run.size());
        }
        assertEquals("rejected", all(50).get(0).get("status").asText());
        assertEquals(6, list("?limit=1").at("/meta/total").asInt());
    }

    @Test
    void an_import_whose_instance_is_gone_is_shown_as_failed() {
        String id = imported("format=modeltree", "elm/lost");
        Importing.execute("update import_run set status = 'running',"
                + " report = report || '{\"status\": \"running\", \"finishedAt\": null}'");
        assertEquals("running", all(50).get(0).get("status").asText());
        Importing.execute("update import_run set heard_at = heard_at - interval '1 hour'");
        JsonNode run = all(50).get(0);
        assertEquals(id, run.get("id").asText());
        assertEquals("failed", run.get("status").asText());
        assertTrue(run.get("finishedAt").isTextual(), run::toString);
        JsonNode report = Importing.report(id);
        assertEquals(report.get("status"), run.get("status"));
        assertEquals(report.get("finishedAt"), run.get("finishedAt"));
    }

    @Test
    void only_curators_see_the_list_and_a_forged_cursor_is_refused() {
        Importing.get("/imports").is(401);
        Importing.get("/imports?limit=0", CURATOR).is(400);
        Importing.get("/imports?cursor=bm90aGluZw", CURATOR).is(400);
        Importing.get("/imports?status=done", CURATOR).is(400);
        Importing.Answer none = Importing.get("/imports", CURATOR).is(200);
        assertEquals(0, none.json().get("data").size());
        assertTrue(none.header("Cache-Control").startsWith("private"), none.header("Cache-Control"));
    }
}
