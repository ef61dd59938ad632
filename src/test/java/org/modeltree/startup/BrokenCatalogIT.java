package org.modeltree.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A starter catalog is loaded completely or not at all, and its faults are reported with their lines. */
class BrokenCatalogIT {

    private static final String ONE = "{'type':'model','id':'a/one','name':'One'}";
    private static final String TWO = "{'type':'model','id':'a/two','name':'Two'}";
    private static final String BENCHMARK = "{'type':'benchmark','id':'b','label':'B','unit':'percent'}";
    private static final String LOG_SCALE = "{'type':'capability','id':'c','label':{'en':'C'},'description':{'en':'C'},"
            + "'benchmark':'b','scale':{'kind':'log','floor':1,'ceiling':100}}";
    private static final String NOT_JSON =
            "invalid JSON at column 1: Unrecognized token 'nonsense': was expecting (JSON String, Number, Array, Object"
                    + " or token 'null', 'true' or 'false')";
    private static final String SOURCE = ",'source':'https://example.org/'}";

    @TempDir
    Path folder;

    @Test
    void every_invalid_line_is_reported() throws IOException, InterruptedException {
        Path catalog = folder.resolve("broken.ndjson");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(utf8(
                ONE,
                "nonsense",
                "{'type':'model','id':'a/two'",
                "{'type':'planet','id':'mars'}",
                "{'type':'model','id':'a/two','name':'Two','nick':'T'}",
                "{'type':'model','id':'a/two'}",
                "{'type':'model','id':'a/two','name':2}",
                "{'type':'model','id':'a/two','name':'Two','releaseDate':'2023-02-31'}",
                "{'type':'model','id':'a/two','name':'T\\u0000wo'}",
                "{'type':'model','id':'a/two','name':'Two','texts':{'zh':{'summary':'\\ud83d'}}}",
                "{'type':'measurement','model':'a/one','benchmark':'b','raw':-1" + SOURCE,
                "{'type':'measurement','model':'a/one','benchmark':'b','raw':1e-400" + SOURCE,
                "{'type':'offering','provider':'p','id':'o','model':'a/one','prices':["
                        + "{'kind':'metered','input':'1','from':'2024-01-01'},"
                        + "{'kind':'metered','input':'2','from':'2025-01-01'}]}",
                "{'type':'model','type':'model','id':'a/two','name':'Two'}",
                "[1]",
                ""));
        bytes.write(0xff);
        bytes.write('\n');
        bytes.writeBytes(utf8("{'type':'catalog','version':1}"));
        Files.write(catalog, bytes.toByteArray());
        refused(
                catalog,
                "line 2: " + NOT_JSON,
                "line 3: invalid JSON at column 1: Unexpected end-of-input: expected close marker for Object",
                "line 4 /type: must be one of benchmark, capability, card, catalog, decision, deleted, edge, measurement, model,"
                        + " offering, provider, vendor, was 'planet'",
                "line 5 /nick: unknown key: nick",
                "line 6 /name: is required",
                "line 7 /name: must be a text, was 2",
                "line 8 /releaseDate: no such date: 2023-02-31",
                "line 9 /name: must not contain a NUL character",
                "line 10 /texts/zh/summary: must not contain an unpaired surrogate",
                "line 11 /raw: must be between 0 and 1000000000000000, was -1",
                "line 12 /raw: is too close to zero to be stored",
                "line 13 /prices/1/from: overlaps another price of the same mode, tier and window",
                "line 14: invalid JSON at column 23: Duplicate field 'type'",
                "line 15: must be a JSON object",
                "line 17: is not valid UTF-8",
                "line 18 /type: `catalog` is allowed on the first line only");
    }

    @Test
    void every_contradiction_between_lines_is_reported() throws IOException, InterruptedException {
        Path catalog = catalog(
                BENCHMARK,
                LOG_SCALE,
                ONE,
                "{'type':'model','id':'A/One','name':'Again'}",
                "{'type':'model','id':'a/two','name':'Two','aliases':['Same','A/one']}",
                "{'type':'model','id':'a/three','name':'Three','aliases':['sAME']}",
                "{'type':'edge','child':'a/two','parent':'a/three','relation':'successor'}",
                "{'type':'edge','child':'a/three','parent':'a/two','relation':'successor'}",
                "{'type':'edge','child':'a/two','parent':'a/gone','relation':'successor'}",
                "{'type':'measurement','model':'a/gone','benchmark':'b','raw':1" + SOURCE,
                "{'type':'measurement','model':'a/one','benchmark':'gone','raw':1" + SOURCE,
                "{'type':'measurement','model':'a/one','benchmark':'b','raw':0" + SOURCE,
                "{'type':'offering','provider':'p','id':'o','model':'a/gone'}",
                "{'type':'card','model':'a/gone'}",
                "{'type':'card','model':'a/one','coreCapabilities':[{'id':'x','label':{'en':'X'},"
                        + "'description':{'en':'X'},'requires':{'capability':'gone','raw':1}}]}");
        refused(
                catalog,
                "line 4 /id: duplicates line 3",
                "line 5 /aliases: the alias A/one already belongs to a/one",
                "line 5 /aliases: the alias A/one is the id of another model, on line 3",
                "line 5 /aliases: the alias A/one is the id of another model, on line 4",
                "line 6 /aliases: the alias sAME already belongs to a/two",
                "line 7 /parent: creates a cycle: a/two would be its own ancestor",
                "line 8 /parent: creates a cycle: a/three would be its own ancestor",
                "line 9 /parent: there is no model a/gone",
                "line 10 /model: there is no model a/gone",
                "line 11 /benchmark: there is no benchmark gone",
                "line 12 /raw: must be above 0, because the capability c uses a log scale",
                "line 13 /model: there is no model a/gone",
                "line 14 /model: there is no model a/gone",
                "line 15 /coreCapabilities/0/requires/capability: there is no capability gone");
    }

    @Test
    void an_invalid_catalog_leaves_nothing_and_a_valid_one_loads_later() throws IOException, InterruptedException {
        Path home = folder.resolve("a folder with blanks");
        Path catalog = catalog(ONE, TWO, "{'type':'edge','child':'a/one','parent':'a/gone','relation':'merge'}");
        try (PackagedService broken = PackagedService.on(home, "-Dmodeltree.starter-catalog=" + catalog)) {
            assertEquals(1, broken.end(PackagedService.MAX_START));
            assertEquals(
                    "Modeltree cannot start. The starter catalog " + catalog + " was not loaded:\n"
                            + "line 3 /parent: there is no model a/gone\n",
                    broken.errors());
            assertEquals(List.of(), PackagedService.postgres(home));
        }
        Files.writeString(
                catalog,
                "\ufeff" + "{'type':'catalog','version':1}\r\n\r\n".replace('\'', '"') + ONE.replace('\'', '"') + "\r\n"
                        + TWO.replace('\'', '"'));
        try (PackagedService right = PackagedService.on(home, "-Dmodeltree.starter-catalog=" + catalog)
                .up()) {
            // Only an empty catalog is loaded into, and nothing has changed before.
            assertEquals(
                    "1",
                    right.get("/api/v1/models")
                            .headers()
                            .firstValue("Modeltree-Revision")
                            .orElse(""));
            assertEquals(2, right.json("/api/v1/models").at("/meta/total").asInt(-1));
            assertEquals("Two", right.json("/api/v1/models/a/two").at("/name").asText());
            assertTrue(right.console().contains("/api/v1/models/a/one/card"), right.console());
        }
    }

    @Test
    void a_missing_catalog_is_reported() throws IOException, InterruptedException {
        Path missing = folder.resolve("missing.ndjson");
        try (PackagedService service = PackagedService.with(
                TestServer.migratedDatabase("missing-catalog"), "-Dmodeltree.starter-catalog=" + missing)) {
            assertEquals(1, service.end(PackagedService.MAX_START));
            assertEquals(
                    "Modeltree cannot start. The starter catalog " + missing + " cannot be read: file not found\n",
                    service.errors());
        }
    }

    private static void refused(Path catalog, String... faults) throws IOException, InterruptedException {
        try (PackagedService service = PackagedService.with(
                TestServer.migratedDatabase("broken-catalog"), "-Dmodeltree.starter-catalog=" + catalog)) {
            assertEquals(1, service.end(PackagedService.MAX_START));
            assertEquals(
                    "Modeltree cannot start. The starter catalog " + catalog + " was not loaded:\n"
                            + String.join("\n", faults) + "\n",
                    service.errors());
        }
    }

    private Path catalog(String... lines) throws IOException {
        return Files.write(folder.resolve("catalog.ndjson"), utf8(lines));
    }

    /** Lines of JSON, given with single instead of double quotes. */
    private static byte[] utf8(String... lines) {
        return (String.join("\n", lines) + "\n").replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }
}
