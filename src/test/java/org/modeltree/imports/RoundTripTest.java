package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.oracle.Extent;
import org.modeltree.oracle.GeneratedCatalogProfile;

/** What is imported can be exported, and is the same elsewhere, to the byte. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.Watched.class)
class RoundTripTest {

    private static final String OWN = "format=modeltree";

    /** Formats of exports beside our own, with the formats of imports that read them. */
    private static final Map<String, String> FORMATS = Map.of(
            "csv", "csv",
            "models.dev", "models.dev",
            "models.dev-api", "models.dev",
            "openrouter", "openrouter",
            "litellm", "litellm");

    @BeforeEach
    void empty() {
        Importing.empty();
    }

    @Test
    void the_generated_catalog() throws IOException {
        roundTrip(
                Importing.read(Path.of(
                        new GeneratedCatalogProfile().getConfigOverrides().get("modeltree.starter-catalog"))),
                true);
    }

    @Test
    void the_starter_catalog() throws IOException {
        roundTrip(Importing.read(Importing.STARTER), Extent.isWhole());
    }

    private static void roundTrip(byte[] catalog, boolean inEachForm) throws IOException {
        long lines = new String(catalog, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.contains("\"type\":\"catalog\""))
                .count();
        JsonNode report = Importing.done(OWN, catalog);
        assertEquals(lines + " 0 0", Importing.counts(report), () -> Importing.shortly(report));
        assertEquals(
                "0 0 0", report.get("rejected") + " " + report.get("unmatchedTotal") + " " + report.get("keptTotal"));
        byte[] once = Importing.get("/export").is(200).bytes();
        assertEquals(report.get("revision").asLong(), Importing.revision());

        Importing.empty();
        assertNotEquals(new String(once, StandardCharsets.UTF_8), Importing.export());
        JsonNode second = Importing.done(OWN, Importing.packed(once));
        assertEquals(0, second.get("rejected").asInt());
        byte[] twice = Importing.get("/export").is(200).bytes();
        assertEquals(new String(once, StandardCharsets.UTF_8), new String(twice, StandardCharsets.UTF_8));
        assertArrayEquals(once, twice);

        if (inEachForm) {
            Importing.assertAllUnchanged(OWN, twice, second);
            Importing.assertAllUnchanged(OWN, catalog, report);
        }
        JsonNode packed = Importing.post(OWN, Importing.packed(twice), "Content-Encoding", "gzip")
                .is(200)
                .json();
        assertTrue(packed.get("revision").isNull());
        if (inEachForm) {
            otherFormatsChangeNothing();
        }
        assertEquals("0 0 " + second.get("created").asLong(), Importing.counts(packed));

        Importing.Answer zipped = Importing.get("/export?format=ndjson", "Accept-Encoding", "gzip");
        assertEquals("gzip", zipped.header("Content-Encoding"));
        assertArrayEquals(twice, new GZIPInputStream(new ByteArrayInputStream(zipped.bytes())).readAllBytes());
        assertTrue(zipped.bytes().length < twice.length / 3);
        for (String format : new String[] {"ndjson", "csv", "models.dev", "openrouter"}) {
            Importing.Answer head =
                    Importing.send("HEAD", "/export?format=" + format, null).is(200);
            Importing.Answer whole = Importing.get("/export?format=" + format).is(200);
            assertEquals(0, head.bytes().length);
            assertEquals(whole.header("Content-Type"), head.header("Content-Type"));
            assertEquals(Long.toString(Importing.revision()), head.header("Modeltree-Revision"));
            assertEquals(Long.toString(Importing.revision()), whole.header("Modeltree-Revision"));
        }
    }

    /** The other formats have no place for some facts, but what we wrote ourselves is no new statement about the others. */
    private static void otherFormatsChangeNothing() {
        String before = Importing.export();
        long revision = Importing.revision();
        FORMATS.forEach((format, importFormat) -> {
            byte[] file = Importing.get("/export?format=" + format).is(200).bytes();
            JsonNode report = Importing.done("format=" + importFormat, file);
            assertEquals("0 0", report.get("created") + " " + report.get("updated"), () -> format + " " + report);
            assertEquals("0 0", report.get("unmatchedTotal") + " " + report.get("keptTotal"), report::toString);
            assertTrue(report.get("unchanged").asLong() > 0, report::toString);
            assertEquals(before, Importing.export(), format);
        });
        assertEquals(revision, Importing.revision());
    }

    @Test
    void an_empty_catalog_is_one_line() {
        assertEquals("{\"type\":\"catalog\",\"version\":1}\n", Importing.export());
        JsonNode report = Importing.done(OWN, Importing.export());
        assertEquals("0 0 0", Importing.counts(report));
        assertTrue(report.get("revision").isNull());
    }
}
