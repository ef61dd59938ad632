package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/** A dry run shows each fact that an import would change, and stores nothing but its report. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class DryRunTest {

    private static final String KNOWN = """
            {"type":"benchmark","id":"context-window","label":"Context window","unit":"tokens"}
            {"type":"provider","id":"pier","name":"Pier"}
            {"type":"model","id":"kestrel/wing-1","name":"Wing 1","kind":"instruct","releaseDate":"2026-01","sources":[{"facts":["kind"],"origin":"curator"},{"facts":["name","releaseDate"],"source":"https://kestrel.example/wing","date":"2026-01-05","origin":"models.dev"}]}
            {"type":"offering","provider":"pier","id":"wing-1","model":"kestrel/wing-1","maxOutput":4000,"date":"2026-01-05","origin":"models.dev"}
            """;

    private static final String NEWER = """
            {"pier":{"id":"pier","name":"Pier","models":{"wing-1":{"id":"wing-1","name":"Wing 1","last_updated":"2026-06-01",
             "limit":{"context":64000,"output":16000}}}}}
            """;

    @BeforeEach
    void known() {
        Importing.empty();
        Importing.done("format=modeltree", KNOWN);
    }

    private static List<String> changes(JsonNode report) {
        List<String> changes = new ArrayList<>();
        report.get("changes")
                .forEach(change -> changes.add(change.get("type").asText() + " "
                        + change.get("id").asText() + " | " + change.get("fact").asText() + ": "
                        + change.get("before") + " > " + change.get("after") + " by "
                        + change.get("origin").asText()));
        return changes;
    }

    @Test
    void each_changed_fact_of_an_offering_has_its_value_before_and_after() {
        JsonNode report = Importing.done("format=models.dev&dryRun=true", NEWER);
        assertEquals(
                List.of(
                        "offering pier wing-1 | contextWindow: null > 64000 by models.dev",
                        "offering pier wing-1 | date: \"2026-01-05\" > \"2026-06-01\" by models.dev",
                        "offering pier wing-1 | maxOutput: 4000 > 16000 by models.dev",
                        "offering pier wing-1 | prices: null > [{\"kind\":\"unknown\"}] by models.dev"),
                changes(report).stream()
                        .filter(change -> change.startsWith("offering") && !change.contains("| source"))
                        .toList(),
                report::toString);
        assertEquals("kestrel/wing-1", report.at("/changes/0/model").asText());
        assertEquals(report.get("changes").size(), report.get("changesTotal").asInt());
    }

    @Test
    void every_report_carries_the_revision_of_the_catalog() {
        String revision = String.valueOf(Importing.revision());
        Importing.Answer dry =
                Importing.post("format=models.dev&dryRun=true", NEWER).is(200);
        assertEquals(revision, dry.header("Modeltree-Revision"));
        Importing.Answer unchanged = Importing.post("format=modeltree", KNOWN).is(200);
        assertEquals(revision, unchanged.header("Modeltree-Revision"));
        Importing.post("format=models.dev", NEWER).is(200);
        assertEquals(
                String.valueOf(Importing.revision()),
                Importing.write("GET", "/imports/" + dry.json().get("id").asText(), null)
                        .is(200)
                        .header("Modeltree-Revision"));
        assertNotEquals(revision, String.valueOf(Importing.revision()));
    }

    @Test
    void a_fact_that_a_curator_wrote_is_kept_and_is_no_change() {
        JsonNode report = Importing.done("format=modeltree&dryRun=true", """
                {"type":"model","id":"kestrel/wing-1","name":"Wing One","kind":"code","sources":[{"facts":["name","kind"],"source":"https://kestrel.example/wing","date":"2026-05-01","origin":"models.dev"}]}
                """);
        assertEquals(
                List.of(
                        "model kestrel/wing-1 | name: \"Wing 1\" > \"Wing One\" by models.dev",
                        "model kestrel/wing-1 | sources/name: "
                                + "{\"date\":\"2026-01-05\",\"origin\":\"models.dev\",\"source\":\"https://kestrel.example/wing\"} > "
                                + "{\"date\":\"2026-05-01\",\"origin\":\"models.dev\",\"source\":\"https://kestrel.example/wing\"}"
                                + " by models.dev"),
                changes(report));
        assertEquals("kind", report.at("/kept/0/fact").asText());
    }

    @Test
    void a_new_record_has_all_its_facts_after_those_of_stored_records() {
        JsonNode report = Importing.done("format=modeltree&dryRun=true", """
                {"type":"model","id":"kestrel/wing-2","name":"Wing 2","kind":"base","sources":[{"facts":["kind"],"origin":"epoch"}]}
                {"type":"edge","child":"kestrel/wing-1","parent":"kestrel/wing-2","relation":"fine_tune"}
                {"type":"model","id":"kestrel/wing-1","name":"Wing 1","family":"wing"}
                """);
        assertEquals(
                List.of(
                        "model kestrel/wing-1 | family: null > \"wing\" by modeltree",
                        "model kestrel/wing-2 | kind: null > \"base\" by epoch",
                        "model kestrel/wing-2 | name: null > \"Wing 2\" by modeltree",
                        "edge kestrel/wing-1 kestrel/wing-2 | relation: null > \"fine_tune\" by modeltree"),
                changes(report));
    }

    @Test
    void nothing_is_stored_but_the_report_and_the_same_file_then_makes_these_changes() {
        String exported = Importing.export();
        long revision = Importing.revision();
        String seen = Importing.ask("select string_agg(o::text, '') from offering o");
        JsonNode dry = Importing.done("format=models.dev&dryRun=true", NEWER);
        assertTrue(dry.get("revision").isNull());
        assertEquals(revision, Importing.revision());
        assertEquals(exported, Importing.export());
        assertEquals(seen, Importing.ask("select string_agg(o::text, '') from offering o"));
        assertEquals(0, Importing.log(revision).size());
        assertEquals(dry, Importing.report(dry.get("id").asText()));

        JsonNode stored = Importing.done("format=models.dev", NEWER);
        assertEquals(Importing.counts(dry), Importing.counts(stored));
        assertEquals(revision + 1, stored.get("revision").asLong());
        assertEquals(0, stored.get("changesTotal").asInt());
        JsonNode again = Importing.done("format=models.dev&dryRun=true", NEWER);
        assertEquals("[] 0", again.get("changes") + " " + again.get("changesTotal"));
    }

    @Test
    void the_report_says_how_many_changes_it_shows_of_how_many() {
        String many = IntStream.range(0, 700).mapToObj(i -> """
                        {"type":"model","id":"kestrel/many-%1$d","name":"Many %1$d","kind":"base"}
                        """.formatted(i)).collect(Collectors.joining());
        JsonNode report = Importing.done("format=modeltree&dryRun=true", many);
        assertEquals(1_000, report.get("changes").size());
        assertEquals(1_400, report.get("changesTotal").asInt());
    }

    @Test
    void long_values_are_shown_until_the_report_is_full() {
        String many = IntStream.range(0, 200)
                .mapToObj(i -> """
                        {"type":"model","id":"kestrel/long-%1$d","name":"Long %1$d","texts":{"en":{"summary":"%2$s"}}}
                        """.formatted(i, "a".repeat(4_000)))
                .collect(Collectors.joining());
        JsonNode report = Importing.done("format=modeltree&dryRun=true", many);
        assertEquals(400, report.get("changesTotal").asInt());
        int shown = report.get("changes").size();
        assertTrue(shown > 200 && shown < 260, () -> shown + " changes");
    }
}
