package org.modeltree.exports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** An export has an ETag before it is read, so that a client that has it need not receive it again. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class ExportValidatorTest {

    private static final List<String> FORMATS = List.of("ndjson", "csv", "models.dev", "openrouter");

    @Inject
    MeterRegistry meters;

    @BeforeEach
    void one_model() {
        Importing.empty();
        Importing.done("format=modeltree", "{\"type\":\"model\",\"id\":\"elm/one\",\"name\":\"One\"}");
    }

    @Test
    void an_export_that_the_client_has_is_not_sent_again() {
        Set<String> validators = new HashSet<>();
        for (String format : FORMATS) {
            for (String encoding : List.of("identity", "gzip")) {
                String path = "/export?format=" + format;
                Importing.Answer first =
                        Importing.get(path, "Accept-Encoding", encoding).is(200);
                String validator = first.header("ETag");
                assertTrue(validators.add(validator), () -> format + " " + encoding + " has the ETag of another one");
                for (String method : List.of("GET", "HEAD")) {
                    Importing.Answer again = Importing.send(
                                    method, path, null, "Accept-Encoding", encoding, "If-None-Match", validator)
                            .is(304);
                    assertEquals(validator, again.header("ETag"));
                    assertEquals(first.header("Modeltree-Revision"), again.header("Modeltree-Revision"));
                }
                assertEquals(
                        validator,
                        Importing.send("HEAD", path, null, "Accept-Encoding", encoding)
                                .is(200)
                                .header("ETag"));
            }
        }
    }

    @Test
    void a_write_changes_the_etag_and_the_file_and_a_write_of_nothing_neither() {
        String before = Importing.get("/export").is(200).header("ETag");
        Importing.write("PATCH", "/models/elm/one", "{\"name\": \"One\"}", "If-Match", "*")
                .is(200);
        Importing.get("/export", "If-None-Match", before).is(304);
        Importing.write("PATCH", "/models/elm/one", "{\"name\": \"Uno\"}", "If-Match", "*")
                .is(200);
        Importing.Answer after =
                Importing.get("/export", "If-None-Match", before).is(200);
        assertNotEquals(before, after.header("ETag"));
        assertTrue(after.text().contains("Uno"));
        Importing.get("/export", "If-None-Match", "\"x\", " + after.header("ETag"))
                .is(304);
        Importing.get("/export", "If-None-Match", "*").is(304);
    }

    @Test
    void a_change_of_a_card_changes_only_the_export_that_contains_cards() {
        Map<String, String> before = new TreeMap<>();
        FORMATS.forEach(format -> before.put(format, validator(format)));
        Importing.write(
                        "PUT",
                        "/models/elm/one/card/texts/en",
                        "{\"whyItMatters\": \"It is one.\"}",
                        "If-None-Match",
                        "*")
                .is(201);
        FORMATS.forEach(format ->
                assertEquals(!format.equals("ndjson"), before.get(format).equals(validator(format))));
        // The file of before is kept for a moment; a client without it gets the same one.
        Importing.Answer first = Importing.get("/export?format=csv").is(200);
        Importing.write("PATCH", "/models/elm/one", "{\"family\": \"elms\"}", "If-Match", "*")
                .is(200);
        FORMATS.forEach(format -> assertNotEquals(before.get(format), validator(format), format));
        assertNotEquals(first.text(), Importing.get("/export?format=csv").text());
    }

    private static String validator(String format) {
        String ofGet = Importing.get("/export?format=" + format).is(200).header("ETag");
        assertEquals(
                ofGet,
                Importing.send("HEAD", "/export?format=" + format, null).is(200).header("ETag"));
        return ofGet;
    }

    @Test
    void a_repeated_request_takes_no_place_among_the_clients() {
        String validator = Importing.get("/export").is(200).header("ETag");
        for (int i = 0; i < 100; i++) {
            Importing.get("/export", "If-None-Match", validator).is(304);
        }
        assertEquals(0, meters.get("modeltree.exports.clients").gauge().value());
    }
}
