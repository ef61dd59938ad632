package org.modeltree.formats.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.modeltree.formats.source.CatalogReader;
import org.modeltree.formats.source.CsvCells;
import org.modeltree.formats.source.MalformedCatalog;
import org.modeltree.formats.source.RecordedRows;

class CsvReaderTest {

    private static final CatalogReader FORMAT = new CsvReader();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final LocalDate TODAY = LocalDate.of(2031, 7, 1);

    @Test
    void a_row_is_a_model_with_all_that_is_about_it() throws IOException {
        RecordedRows recorded =
                withModels(Files.readString(Path.of("src/test/resources/imports/table.csv")), "acme/words-8b");
        assertEquals(List.of(), recorded.rejected());
        assertEquals(Set.of("Price", "remarks"), recorded.ignored);
        assertEquals(
                "Acme, Inc.", recorded.the("vendor", "id", "acme").get("name").asText());
        assertEquals(
                JSON.readTree("""
                        {"type": "model", "id": "acme/words-7b", "name": "Words; \\"small\\"", "family": "words",
                         "kind": "instruct", "lifecycle": "released", "releaseDate": "2024-05", "retiredDate": "2026-01-31",
                         "successor": "acme/words-8b", "parameters": 7000000000, "openWeights": true, "licence": "MIT",
                         "modalities": {"input": ["text", "image"], "output": ["text"]},
                         "webLinks": [{"type": "paper", "url": "https://acme.example/a;b"},
                                   {"type": "other", "url": "https://acme.example/"}],
                         "aliases": ["Words-7B", "a;b\\\\c"],
                         "sources": [{"facts": ["name", "family", "kind", "lifecycle", "releaseDate", "retiredDate",
                          "successor", "parameters", "openWeights", "licence", "modalities", "webLinks"],
                          "source": "https://acme.example/facts", "date": "2024-06-01"}]}"""),
                JSON.readTree(recorded.the("model", "id", "acme/words-7b").toString()));
        assertEquals(
                List.of(
                        "context-window.csv acme/words-7b 32768 https://acme.example/facts 2024-06-01",
                        "max-output.csv acme/words-7b 4096 https://acme.example/out ",
                        "context-window.csv acme/words-8b 65536 https://acme.example/8b "),
                recorded.ofType("measurement").stream()
                        .map(line -> line.get("id").asText() + " "
                                + line.get("model").asText() + " "
                                + line.get("raw").asText() + " "
                                + line.get("source").asText() + " "
                                + line.path("date").asText())
                        .toList());
        assertEquals(
                List.of("acme/words-7b acme/words-1 fine_tune ", "acme/words-7b other/base merge sft"),
                recorded.ofType("edge").stream()
                        .map(line -> line.get("child").asText() + " "
                                + line.get("parent").asText() + " "
                                + line.get("relation").asText() + " "
                                + line.path("method").asText())
                        .toList());
        // A row of an id and a limit says nothing else.
        assertEquals(1, recorded.ofType("model").size());
    }

    @Test
    void delimiter_quotes_mark_and_line_ends_are_found_out() {
        for (String file : List.of(
                "id,name\na/b,\"x, y\"\n",
                "\ufeffid;name\r\na/b;x, y\r\n",
                "id\tname\ra/b\tx, y\r",
                "sep=;\r\nid;name\r\na/b;\"x, y\"",
                "\r\n\"I D\",\"Name\"\r\n\r\na/b,\"x, y\"\r\n,\r\n")) {
            RecordedRows recorded = RecordedRows.of(FORMAT, file);
            assertEquals("x, y", recorded.the("model", "id", "a/b").get("name").asText(), file);
            assertEquals(List.of(), recorded.rejected(), file);
        }
    }

    @Test
    void a_line_of_a_report_is_that_of_the_file() {
        RecordedRows recorded =
                RecordedRows.of(FORMAT, "sep=,\r\nid,name\r\n\r\n\"a/b\",\"two\r\nlines\"\r\nwrong,x\r\n");
        assertEquals("line 4", recorded.lines.get(0).at());
        assertEquals(List.of("line 6 id: must be an id such as vendor/slug [wrong]"), recorded.rejected());
    }

    @Test
    void a_wrong_cell_refuses_its_row_and_names_the_column() {
        Map<String, String> reasons = new HashMap<>();
        for (String[] wrong : new String[][] {
            {"kind", "sprite"},
            {"releaseDate", "31.01.2024"},
            {"knowledgeCutoff", "2023-02-29"},
            {"lifecycle", "dead"},
            {"contextWindow", "128k"},
            {"contextWindow", "0"},
            {"contextWindow", "1.5"},
            {"contextWindow", "1e999999999"},
            {"contextWindow", "1e-999999999"},
            {"parameters", "-1"},
            {"openWeights", "perhaps"},
            {"inputModalities", "text; smell"},
            {"parents", "nobody"},
            {"parents", "a/c (cousin)"},
            {"parents", "A/B"},
            {"webLinks", "ftp://x"},
            {"source", "ftp://x"},
            {"source", "javascript:alert(1)"},
            {"successor", "b"},
            {"family", "two words"},
            {"name", "x".repeat(201)},
        }) {
            String text = wrong[0].equals("name")
                    ? "id,name\na/b," + wrong[1] + "\n"
                    : "id,name," + wrong[0] + "\na/b,x," + wrong[1] + "\n";
            RecordedRows recorded = RecordedRows.of(FORMAT, text);
            assertEquals(1, recorded.rejections.size(), () -> String.join(" ", wrong));
            assertEquals("line 2", recorded.rejections.get(0).at());
            assertTrue(recorded.rejections.get(0).reason().startsWith(wrong[0] + ": "), recorded.rejected()::toString);
            assertTrue(wrong[1].contains(recorded.rejections.get(0).value()), recorded.rejected()::toString);
            assertEquals(List.of(), recorded.lines);
            reasons.put(wrong[0], recorded.rejections.get(0).reason());
        }
        assertEquals("lifecycle: must be one of announced, released, deprecated, retired", reasons.get("lifecycle"));
    }

    @Test
    void a_source_may_be_missing_or_a_text() {
        RecordedRows recorded = withModels("""
                id,contextWindow,source,date,contextWindowSource
                a/b,1,,2024-05,
                a/c,2,Lab notebook 7,2024-06,
                a/d,3,Report: page 2,,Mail of Ada
                a/e,4,https://e.example,,
                """, "a/b", "a/c", "a/d", "a/e");
        assertEquals(List.of(), recorded.rejected());
        assertEquals(
                List.of(
                        "a/b CSV table 2024-05",
                        "a/c Lab notebook 7 2024-06",
                        "a/d Mail of Ada ",
                        "a/e https://e.example "),
                recorded.ofType("measurement").stream()
                        .map(line -> line.get("model").asText() + " "
                                + line.get("source").asText() + " "
                                + line.path("date").asText())
                        .toList());
        assertEquals(1, recorded.notes.size(), recorded.notes::toString);
    }

    @Test
    void a_column_named_by_a_benchmark_gives_measurements() {
        RecordedRows recorded = withBenchmarks("""
                id;GPQA Diamond;quiz;quizz;source
                a/b;61.5;0;1;https://b.example
                a/c;;7;;https://c.example
                a/d;61,5;;;https://d.example
                a/e;;-1;;https://e.example
                """);
        assertEquals(
                List.of(
                        "gpqa-diamond.csv a/b gpqa-diamond 61.5 https://b.example",
                        "quiz.csv a/b quiz 0 https://b.example",
                        "quiz.csv a/c quiz 7 https://c.example"),
                recorded.ofType("measurement").stream()
                        .map(line -> line.get("id").asText() + " "
                                + line.get("model").asText() + " "
                                + line.get("benchmark").asText() + " "
                                + line.get("raw").asText() + " "
                                + line.get("source").asText())
                        .toList());
        assertEquals(
                List.of(
                        "line 4 gpqa-diamond: must be a number from 0 to 1000000000000000 without a unit [61,5]",
                        "line 5 quiz: must be a number from 0 to 1000000000000000 without a unit [-1]"),
                recorded.rejected());
        assertEquals(Set.of("quizz"), recorded.ignored);
        assertEquals(
                List.of("is neither a column nor a benchmark, so the column is left out; did you mean quiz? [quizz]"),
                recorded.noted("line 1"));
        assertThrows(MalformedCatalog.class, () -> withBenchmarks("id,quiz,Quiz\na/b,1,2\n"));
    }

    /** What the reader reports of a table, for a catalog with two benchmarks. */
    private static RecordedRows withBenchmarks(String table) {
        return RecordedRows.of(
                FORMAT,
                table,
                Map.of("gpqa-diamond", "GPQA Diamond", "quiz", "The quiz", "context-window", "Window"),
                Set.of("a/b", "a/c", "a/d", "a/e"));
    }

    /** What the reader reports of a table, for a catalog with models. */
    private static RecordedRows withModels(String table, String... models) {
        return RecordedRows.of(FORMAT, table, Map.of(), Set.of(models));
    }

    @Test
    void what_a_row_needs_is_said() {
        RecordedRows recorded = RecordedRows.of(
                FORMAT, "id,name,contextWindow,kind\na/b,x,4096,\na/c,,,base\na/d,x,,\nA/D,x,,\na/e,x\na/g\na/f,y,,\n");
        assertEquals(
                List.of("has no source, so its values name the table as their source []"), recorded.noted("line 2"));
        assertEquals(
                List.of(
                        "line 3 name: is required for a new model, and no model has the id a/c []",
                        "line 5 id: duplicates line 4 [A/D]",
                        "line 6 has 2 cells, but the header has 4 [a/e]",
                        "line 7 has 1 cell, but the header has 4 [a/g]"),
                recorded.rejected());
        assertEquals(3, recorded.ofType("model").size());
    }

    @Test
    void what_is_no_such_table_is_malformed_as_a_whole() {
        for (String[] wrong : new String[][] {
            {"", "The file is empty."},
            {"{\"a\": 1}\n", "The header (line 1) has no column `id`. Add it."},
            {"name\nx\n", "The header (line 1) has no column `id`. Add it."},
            {"id,Release date,release_date\n", "The header (line 1) has the column release_date twice."},
            {"id,name\na/b,x\na/c", "The file ends inside the row at line 3. Send the complete file."},
            {"id,name\na/b,\"x\n", "The file ends inside a quoted cell of the row at line 2. Close the quote."},
        }) {
            assertEquals(
                    wrong[1],
                    assertThrows(MalformedCatalog.class, () -> RecordedRows.of(FORMAT, wrong[0]))
                            .getMessage());
        }
    }

    @Test
    void the_table_that_is_written_is_this_one() throws IOException {
        String written = written(
                "{'type':'vendor','id':'acme','name':'Acme'}",
                "{'type':'provider','id':'p','name':'P'}",
                "{'type':'model','id':'acme/a','name':'=1+1','openWeights':false,'parameters':1000,"
                        + "'releaseDate':'2024-01','modalities':{'input':['text','pdf']},'aliases':['@a','x;y'],"
                        + "'supports':{'streaming':true,'structuredOutput':false,'tools':true},"
                        + "'webLinks':[{'type':'paper','url':'https://a.example'}],"
                        + "'sources':[{'facts':['name']},{'facts':['kind'],'source':'https://b.example','date':'2024'}]}",
                "{'type':'measurement','model':'acme/a','benchmark':'context-window','raw':4096,'source':'https://z.example','date':'2025'}",
                "{'type':'measurement','model':'acme/a','benchmark':'context-window','raw':2048,'source':'https://c.example','verified':true}",
                "{'type':'measurement','model':'acme/a','benchmark':'max-output','raw':1024.0,'source':'https://z.example'}",
                "{'type':'measurement','model':'acme/a','benchmark':'max-output','raw':512,'source':'https://y.example','date':'2024-02'}",
                "{'type':'measurement','model':'acme/a','benchmark':'max-output','raw':256,'source':'https://x.example','date':'2024-02-01'}",
                "{'type':'edge','child':'acme/a','parent':'acme/b','relation':'merge','method':'slerp'}",
                "{'type':'offering','provider':'p','id':'a','model':'acme/a'}",
                "{'type':'model','id':'other/b','name':'B'}");
        assertEquals("""
                id,name,vendor,family,kind,releaseDate,announcedDate,deprecatedDate,retiredDate,successor,lifecycle,\
                contextWindow,contextWindowSource,contextWindowDate,maxOutput,maxOutputSource,maxOutputDate,parameters,\
                openWeights,licence,inputModalities,outputModalities,supports,lacks,knowledgeCutoff,parents,aliases,webLinks,source,date
                acme/a,'=1+1,Acme,,,2024-01,,,,,,2048,https://c.example,,256,https://x.example,2024-02-01,1000,\
                false,,text; pdf,,tools; streaming,structuredOutput,,acme/b (merge slerp),'@a; x\\;y,paper https://a.example,https://b.example,2024
                other/b,B,,,,,,,,,,,,,,,,,,,,,,,,,,,,
                """.replace("\n", "\r\n"), written);
    }

    @Test
    void no_cell_begins_like_a_formula_and_every_value_comes_back() throws IOException {
        for (String name : List.of(
                "=cmd|'/c calc'!A0",
                "+1",
                "-1",
                "@SUM(A1)",
                "'=1",
                "''-",
                "'quoted'",
                "＝1",
                "a,b;\"c\"\nd",
                "\\;",
                "词")) {
            String model = JSON.createObjectNode()
                    .put("type", "model")
                    .put("id", "a/b")
                    .put("name", name)
                    .set("aliases", JSON.createArrayNode().add(name).add("x"))
                    .toString();
            String written = written(model);
            String row = written.substring(written.indexOf("\r\n") + 2);
            assertTrue(row.startsWith("a/b,"), row);
            assertTrue(!row.matches("(?s).*,\"?[=+@＝-].*"), row);
            ObjectNode back = RecordedRows.of(FORMAT, written).the("model", "id", "a/b");
            assertEquals(name, back.get("name").asText());
            assertEquals(name, back.get("aliases").get(0).asText());
        }
    }

    @Test
    void no_piece_of_a_cell_begins_like_a_formula_whatever_divides_it() throws IOException {
        for (String separator : List.of(",", ";", "\t", "|", "\r", "\n", "\r\n")) {
            for (String padding : List.of("", " ", "\"", " \" ")) {
                for (String formula : List.of("=1+1", "+1", "-1", "@SUM(A1)", "＝1", "'=1", "''-1")) {
                    assertSafe("x" + separator + padding + formula + separator + "y");
                    assertSafe(padding.strip() + formula + separator + "y");
                }
            }
        }
        assertSafe("a; b, c|d 'e' -f \"=g\" h'=i");
    }

    private static void assertSafe(String name) throws IOException {
        String written = written(
                JSON.createObjectNode()
                        .put("type", "model")
                        .put("id", "a/b")
                        .put("name", name)
                        .toString(),
                JSON.createObjectNode()
                        .put("type", "model")
                        .put("id", "a/c")
                        .put("name", "plain")
                        .put("licence", name)
                        .toString());
        for (String piece : written.split("[,;\t|\r\n]", -1)) {
            assertTrue(!piece.matches("[\"\\s]*[=+\\-@＝].*"), () -> "[" + piece + "] in " + written);
        }
        RecordedRows recorded = RecordedRows.of(FORMAT, written);
        assertEquals(name, recorded.the("model", "id", "a/b").get("name").asText());
        assertEquals(name, recorded.the("model", "id", "a/c").get("licence").asText());
    }

    @Test
    void every_value_comes_back_from_its_cell() {
        Random random = new Random(20261128);
        String alphabet = "'''=+-@,;|\t\r\n\" \\ax";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int length = random.nextInt(8); length >= 0; length--) {
                value.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            String cell = CsvCells.guarded(value.toString());
            assertEquals(value.toString(), CsvCells.unguarded(cell), cell);
        }
    }

    @Test
    void the_starter_catalog_comes_back_from_its_table() throws IOException {
        List<ObjectNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of("target/classes/catalog/starter.ndjson"))) {
            lines.add((ObjectNode) JSON.readTree(line));
        }
        Map<String, Integer> order = Map.of("vendor", 0, "model", 1, "measurement", 2, "edge", 3);
        List<ObjectNode> sorted = lines.stream()
                .filter(line -> order.containsKey(line.get("type").asText()))
                .sorted(Comparator.<ObjectNode, Boolean>comparing(
                                line -> !line.get("type").asText().equals("vendor"))
                        .thenComparing(CsvReaderTest::model)
                        .thenComparing(line -> order.get(line.get("type").asText())))
                .toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new CsvWriter().write(sorted.iterator(), TODAY, out);
        RecordedRows recorded = RecordedRows.of(FORMAT, new ByteArrayInputStream(out.toByteArray()));
        assertEquals(List.of(), recorded.rejected());
        List<ObjectNode> models = lines.stream()
                .filter(line -> line.get("type").asText().equals("model"))
                .toList();
        assertEquals(models.size(), recorded.ofType("model").size());
        Map<String, ObjectNode> back = new HashMap<>();
        recorded.ofType("model").forEach(line -> back.put(line.get("id").asText(), line));
        for (ObjectNode model : models) {
            for (String fact : List.of(
                    "name",
                    "family",
                    "kind",
                    "releaseDate",
                    "lifecycle",
                    "parameters",
                    "openWeights",
                    "licence",
                    "modalities",
                    "knowledgeCutoff",
                    "webLinks",
                    "aliases")) {
                assertEquals(
                        model.path(fact).toString(),
                        back.get(model.get("id").asText()).path(fact).toString(),
                        fact + " of " + model.get("id"));
            }
        }
        assertEquals(
                lines.stream()
                        .filter(line -> line.get("type").asText().equals("edge"))
                        .count(),
                recorded.ofType("edge").size());
    }

    private static String model(JsonNode line) {
        return switch (line.get("type").asText()) {
            case "measurement" -> line.get("model").asText();
            case "edge" -> line.get("child").asText();
            default -> line.get("id").asText();
        };
    }

    private static String written(String... lines) throws IOException {
        List<ObjectNode> parsed = new ArrayList<>();
        for (String line : lines) {
            parsed.add((ObjectNode) JSON.readTree(line.startsWith("{'") ? line.replace('\'', '"') : line));
        }
        Iterator<ObjectNode> iterator = parsed.iterator();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new CsvWriter().write(iterator, TODAY, out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
