package org.modeltree.bands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** A catalog states the gauges of its capabilities, with ticks and captions. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class CustomGaugeTest {

    private static final String GAUGE = """
            {"from":1024,"to":1048576,"ticks":[{"raw":1024},{"raw":32768,"label":"a book","caption":{"en":"Book"}},\
            {"raw":131072,"caption":{"en":"Shelf","zh":"书架"}}]}""";

    private static final String CATALOG = """
            {"type":"benchmark","id":"context-window","label":"Context window","unit":"tokens"}
            {"type":"capability","id":"reach","label":{"en":"Reach"},"description":{"en":"D"},"benchmark":"context-window",\
            "scale":{"kind":"log","floor":2048,"ceiling":2097152},"gauge":%s}
            {"type":"model","id":"acme/one","name":"One"}
            {"type":"measurement","model":"acme/one","benchmark":"context-window","raw":128000,"source":"https://acme.example"}
            """.formatted(GAUGE);

    @BeforeEach
    void only_this_catalog() {
        Importing.empty();
        Importing.done("format=modeltree", CATALOG);
    }

    private static String ticks(JsonNode gauge) {
        List<String> ticks = new ArrayList<>();
        gauge.get("ticks")
                .forEach(tick -> ticks.add(tick.get("label").asText() + " "
                        + tick.get("caption").asText() + " " + tick.get("captions") + " "
                        + tick.get("fraction").asDouble()));
        return String.join("; ", ticks);
    }

    @Test
    void cards_and_capabilities_show_the_gauge_of_the_catalog() {
        String expected = "1K null null 0.0; a book Book {\"en\":\"Book\",\"zh\":null} 0.5;"
                + " 128K 书架 {\"en\":\"Shelf\",\"zh\":\"书架\"} 0.7";
        JsonNode gauge = Importing.json("/capabilities/reach?lang=zh").get("gauge");
        assertEquals("log 1024 1048576", gauge.get("kind").asText() + " " + gauge.get("from") + " " + gauge.get("to"));
        assertEquals(expected, ticks(gauge));
        JsonNode card = Importing.json("/models/acme/one/card?lang=zh").get("contextWindow");
        assertEquals(expected, ticks(card));
        assertEquals(
                "1024 1048576 书架",
                card.get("from") + " " + card.get("to") + " " + card.get("tier").asText());
        assertEquals(Math.log(125) / Math.log(1024), card.get("fraction").asDouble(), 1e-12);
    }

    @Test
    void the_gauge_survives_an_export_and_an_import() {
        String exported = Importing.export();
        assertTrue(exported.contains("\"gauge\":"), exported);
        String before = ticks(Importing.json("/capabilities/reach").get("gauge"));
        JsonNode again = Importing.done("format=modeltree", exported);
        assertEquals("0 0", again.get("created") + " " + again.get("updated"), again::toString);
        Importing.empty();
        Importing.done("format=modeltree", exported);
        assertEquals(exported, Importing.export());
        assertEquals(before, ticks(Importing.json("/capabilities/reach").get("gauge")));
    }

    @Test
    void without_a_gauge_the_usual_one_is_back() {
        Importing.write("PATCH", "/capabilities/reach", "{\"gauge\": null}", "If-Match", "*")
                .is(200);
        assertFalse(Importing.export().contains("gauge"));
        JsonNode card = Importing.json("/models/acme/one/card").get("contextWindow");
        assertEquals(
                "2048 10485760 Books",
                card.get("from") + " " + card.get("to") + " " + card.get("tier").asText());
        assertEquals(7, card.get("ticks").size());
    }

    @Test
    void a_gauge_that_cannot_be_drawn_is_refused_and_named() {
        String[][] wrong = {
            {"[{\"raw\":512}]", "/gauge/ticks/0/raw"},
            {"[{\"raw\":2048},{\"raw\":2048}]", "/gauge/ticks/1/raw"},
            {"[{\"raw\":4096},{\"raw\":2048}]", "/gauge/ticks/1/raw"},
            {"[]", "/gauge/ticks"},
            {"[{\"raw\":2048,\"caption\":{\"zh\":\"书\"}}]", "/gauge/ticks/0/caption/en"},
            {"[{\"raw\":2048,\"captoin\":null}]", "/gauge/ticks/0/captoin"},
        };
        for (String[] one : wrong) {
            refused("{\"gauge\": {\"ticks\": %s}}".formatted(one[0]), one[1]);
        }
        refused("{\"gauge\": {\"to\": 1024}}", "/gauge/to");
        refused("{\"gauge\": {\"from\": 0}}", "/gauge/from");
        refused("{\"gauge\": {\"to\": \"wide\"}}", "/gauge/to");
        assertTrue(Importing.export().contains("a book"), "nothing is lost");
    }

    private static void refused(String patch, String pointer) {
        JsonNode problem = Importing.write("PATCH", "/capabilities/reach", patch, "If-Match", "*")
                .is(400)
                .json();
        assertEquals(pointer, problem.at("/errors/0/pointer").asText(), problem::toString);
    }

    @Test
    void the_file_can_be_read_again_without_a_change() {
        JsonNode again = Importing.done("format=modeltree", CATALOG.getBytes(StandardCharsets.UTF_8));
        assertEquals(4, again.get("unchanged").asInt(), again::toString);
    }
}
