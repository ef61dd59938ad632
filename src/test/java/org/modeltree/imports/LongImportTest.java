package org.modeltree.imports;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/** Imports that take longer than anybody wants to wait, and what others see and do meanwhile. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.OtherSettings.class)
class LongImportTest {

    private static final int MODELS = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @BeforeEach
    void empty() {
        Importing.empty();
    }

    private static byte[] catalog(String vendor, int models) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < models; i++) {
            lines.append("{\"type\":\"model\",\"id\":\"")
                    .append(vendor)
                    .append("/m-")
                    .append(i)
                    .append("\",\"name\":\"Model ")
                    .append(i)
                    .append("\"}\n");
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String begun(String query, byte[] catalog) {
        Importing.Answer answer = Importing.post(query, catalog).is(202);
        String place = answer.header("Location");
        assertEquals("/api/v1/imports/" + answer.json().get("id").asText(), place);
        assertTrue(
                Set.of("queued", "running").contains(answer.json().get("status").asText()), answer::text);
        assertTrue(answer.json().get("finishedAt").isNull());
        return place.substring("/api/v1".length());
    }

    private static JsonNode state(String place) {
        return Importing.report(place.substring("/imports/".length()));
    }

    private static boolean isOver(JsonNode report) {
        return !Set.of("queued", "running").contains(report.get("status").asText());
    }

    private static JsonNode ended(String place) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> isOver(state(place)));
        return state(place);
    }

    @Test
    void readers_go_on_and_see_all_of_it_or_nothing_while_curators_write() {
        Importing.write("PUT", "/models/orbit/one", "{\"name\": \"One\"}", "If-None-Match", "*")
                .is(201);
        long old = Importing.revision();
        byte[] catalog = catalog("wide", MODELS);
        String place = begun("format=modeltree", catalog);
        Set<String> seen = new TreeSet<>();
        int written = 0;
        int refused = 0;
        long read = 0;
        JsonNode report = state(place);
        while (true) {
            Importing.Answer page = Importing.get("/models?limit=1&vendor=wide").is(200);
            long revision = Long.parseLong(page.header("Modeltree-Revision"));
            seen.add(page.json().at("/meta/total").asText());
            if (revision == old) {
                assertEquals(0, page.json().at("/meta/total").asInt());
            }
            if (isOver(report)) {
                break;
            }
            Importing.Answer write =
                    Importing.curate("PATCH", "/models/orbit/one", "{\"parameters\": " + (written + 1) + "}");
            if (write.status() == 503) {
                assertTrue(Integer.parseInt(write.header("Retry-After")) > 0);
                refused++;
            } else {
                write.is(200);
                written++;
                assertEquals(
                        written,
                        Importing.json("/models/orbit/one").get("parameters").asInt());
            }
            report = state(place);
            long bytes = report.at("/progress/bytes").asLong();
            assertTrue(read <= bytes && bytes <= report.at("/progress/of").asLong(), report::toString);
            read = bytes;
        }
        assertEquals("done", report.get("status").asText(), report::toString);
        assertEquals(MODELS, report.get("created").asInt());
        assertEquals(MODELS, report.at("/progress/lines").asInt());
        assertEquals(catalog.length, report.at("/progress/bytes").asInt());
        assertEquals(Set.of("0", Integer.toString(MODELS)), seen);
        assertTrue(written > 0, "no curator came through while the file was read");
        assertTrue(refused > 0, "no curator was told to come again while it was stored");
        assertEquals(
                written, Importing.json("/models/orbit/one").get("parameters").asInt());
        assertEquals(old + written + 1, Importing.revision());
        // A dry run of as much is one more, and leaves no trace.
        long revision = Importing.revision();
        JsonNode dry = ended(begun("format=modeltree&dryRun=true", catalog("dry", 2_000)));
        assertEquals("done", dry.get("status").asText());
        assertEquals(2_000, dry.get("created").asInt());
        assertTrue(dry.get("revision").isNull());
        assertEquals(revision, Importing.revision());
    }

    @Test
    void two_at_once_do_not_lose_each_others_models() {
        String one = begun("format=modeltree", catalog("here", 3_000));
        String other = begun("format=modeltree", catalog("there", 3_000));
        String again = begun("format=modeltree", catalog("here", 3_000));
        assertEquals("done", ended(one).get("status").asText());
        assertEquals("done", ended(other).get("status").asText());
        assertEquals("done", ended(again).get("status").asText());
        assertEquals(
                3_000,
                state(one).get("created").asInt() + state(again).get("created").asInt());
        assertEquals(
                3_000,
                state(one).get("unchanged").asInt()
                        + state(again).get("unchanged").asInt());
        assertEquals(6_000, Importing.json("/models?limit=1").at("/meta/total").asInt());
    }

    @Test
    void what_is_wrong_is_in_the_report_of_one_that_was_not_waited_for() {
        byte[] wrong = (new String(catalog("wide", 5_000), StandardCharsets.UTF_8) + "no json\n")
                .getBytes(StandardCharsets.UTF_8);
        JsonNode report = ended(begun("format=modeltree", wrong));
        assertEquals("rejected", report.get("status").asText());
        assertEquals(5_001, report.at("/rejections/0/line").asInt());
        assertEquals(0, Importing.models().size());
        JsonNode malformed =
                ended(begun("format=litellm", ("{\"a\": " + " ".repeat(3_000_000)).getBytes(StandardCharsets.UTF_8)));
        assertEquals("failed", malformed.get("status").asText());
    }
}
