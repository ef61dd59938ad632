package org.modeltree.pages;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.imports.Importing.write;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestQuery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.http.problem.ErrorPages;
import org.modeltree.http.problem.ProblemView;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.PagePaths;
import org.modeltree.imports.Importing;

/** Pages of the catalog as browsers get them, without a browser. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class PagesTest {

    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

    private static final String HOSTILE = "</script><script>alert(1)</script>\\\"'&";

    private static final String CATALOG = """
            {"type":"benchmark","id":"context-window","label":"Context window","unit":"tokens"}
            {"type":"capability","id":"context","label":{"en":"Context / memory","zh":"上下文"},"description":{"en":"C."},"benchmark":"context-window","scale":{"kind":"log","floor":2048,"ceiling":2097152}}
            {"type":"vendor","id":"alder","name":"Alder"}
            {"type":"provider","id":"quay","name":"Quay","url":"https://quay.example"}
            {"type":"model","id":"alder/root","name":"Root","releaseDate":"2024-01-05","modalities":{"input":["text"],"output":["text"]}}
            {"type":"model","id":"alder/sister","name":"Sister","releaseDate":"2024-03-05","modalities":{"input":["text"],"output":["text"]}}
            {"type":"model","id":"alder/leaf","name":"Leaf","releaseDate":"2025-03-05","modalities":{"input":["text"],"output":["text"]}}
            {"type":"model","id":"alder/other","name":"Other","releaseDate":"2025-03-06","modalities":{"input":["text"],"output":["text"]}}
            {"type":"model","id":"alder/stem","name":"Stem HOSTILE","kind":"instruct","releaseDate":"2024-02-05","modalities":{"input":["text"],"output":["text"]},"aliases":["stem-alias","alder/stem-one"],"openWeights":true,"texts":{"en":{"subtitle":"A subtitle","summary":"A summary."},"zh":{"subtitle":"副标题","summary":"摘要。"}},"webLinks":[{"type":"paper","url":"https://paper.example/stem"}],"sources":[{"source":"https://paper.example/stem","facts":["releaseDate"]}]}
            {"type":"measurement","id":"c","model":"alder/root","benchmark":"context-window","raw":4096,"source":"https://alder.example"}
            {"type":"measurement","id":"c","model":"alder/sister","benchmark":"context-window","raw":8192,"source":"https://alder.example"}
            {"type":"measurement","id":"c","model":"alder/leaf","benchmark":"context-window","raw":131072,"source":"https://alder.example"}
            {"type":"measurement","id":"c","model":"alder/other","benchmark":"context-window","raw":65536,"source":"https://alder.example"}
            {"type":"measurement","id":"c","model":"alder/stem","benchmark":"context-window","raw":16384,"source":"https://alder.example"}
            {"type":"offering","model":"alder/stem","provider":"quay","id":"stem-at-quay","contextWindow":16000,"prices":[{"kind":"metered","input":"1.5","output":"12"}]}
            {"type":"edge","child":"alder/stem","parent":"alder/root","relation":"fine_tune"}
            {"type":"edge","child":"alder/sister","parent":"alder/root","relation":"successor"}
            {"type":"edge","child":"alder/leaf","parent":"alder/stem","relation":"distillation"}
            {"type":"card","model":"alder/stem","availability":{"api":"available","enterprise":"contact_sales","openSource":"not_released"},"tools":[{"name":"Playground","url":"https://play.example"}],"coreCapabilities":[{"id":"long","label":{"en":"Long documents","zh":"长文档"},"description":{"en":"Whole books.","zh":"整本书。"},"requires":{"capability":"context","raw":100000}}],"texts":{"en":{"whyItMatters":"It matters much.","feelsLike":["Feels quick"],"bestFor":["Best for tests"],"notFor":["Not for release"]}}}
            """;

    @Inject
    ErrorPages errors;

    @BeforeEach
    void catalog() {
        Importing.empty();
        Importing.done("format=modeltree", CATALOG.replace("HOSTILE", HOSTILE));
    }

    private static String page(String path) {
        Response answer = given().accept(BROWSER).urlEncodingEnabled(false).get(path);
        assertEquals(200, answer.statusCode(), path);
        assertEquals("text/html;charset=UTF-8", answer.contentType(), path);
        return answer.asString();
    }

    @Test
    void a_card_has_a_markdown_twin_that_every_client_gets() {
        assertTrue(page("/m/alder/stem")
                .contains("<link rel=\"alternate\" type=\"text/markdown\" href=\"/m/alder/stem.md\">"));
        assertTrue(page("/m/alder/stem?lang=zh").contains("href=\"/m/alder/stem.md?lang=zh\""));
        for (String accept : List.of(BROWSER, "*/*", "text/markdown", "application/json")) {
            for (String lang : List.of("", "?lang=zh")) {
                Response twin = given().accept(accept).get("/m/alder/stem.md" + lang);
                assertEquals(200, twin.statusCode(), accept);
                assertEquals("text/markdown;charset=UTF-8", twin.contentType(), accept);
                assertEquals(
                        given().accept("text/markdown")
                                .get("/api/v1/models/alder/stem/card" + lang)
                                .asString(),
                        twin.asString(),
                        accept);
                assertEquals(lang.isEmpty() ? "en" : "zh", twin.header("Content-Language"));
                given().accept(accept)
                        .header("If-None-Match", twin.header("ETag"))
                        .get("/m/alder/stem.md" + lang)
                        .then()
                        .statusCode(304);
            }
        }
        assertEquals(
                "/m/alder/stem.md",
                given().redirects().follow(false).get("/m/alder/stem-one.md").header("Location"));
        given().get("/m/alder/nobody.md").then().statusCode(404);
        given().get("/m/alder/.md").then().statusCode(404);
        assertFalse(given().get("/m/alder/stem.md").asString().contains("<script>"));
    }

    @Test
    void other_pages_have_markdown_twins_that_every_client_gets() {
        for (String path : List.of(
                "/bands",
                "/bands/context",
                "/bands/context?cohort=current",
                "/compare",
                "/compare?models=alder/stem,alder/leaf",
                "/offerings",
                "/offerings?models=alder/stem",
                "/providers",
                "/providers/quay",
                "/providers/quay?vendor=alder",
                "/changes",
                "/changes?before=2")) {
            String[] parts = path.split("\\?", 2);
            String twin = parts[0] + ".md" + (parts.length == 1 ? "" : "?" + parts[1]);
            String chinese = twin + (parts.length == 1 ? "?" : "&") + "lang=zh";
            assertTrue(
                    page(path)
                            .contains("<link rel=\"alternate\" type=\"text/markdown\" href=\""
                                    + twin.replace("&", "&amp;") + "\">"),
                    path);
            for (String address : List.of(twin, chinese)) {
                for (String accept : List.of(BROWSER, "*/*", "text/markdown", "application/json")) {
                    Response answer =
                            given().accept(accept).urlEncodingEnabled(false).get(address);
                    assertEquals(200, answer.statusCode(), address);
                    assertEquals("text/markdown;charset=UTF-8", answer.contentType(), address);
                    assertTrue(answer.asString().startsWith("# "), address);
                    assertFalse(answer.asString().contains("<script>"), address);
                    given().accept(accept)
                            .urlEncodingEnabled(false)
                            .header("If-None-Match", answer.header("ETag"))
                            .get(address)
                            .then()
                            .statusCode(304);
                }
            }
        }
        for (String missing : List.of(
                "/bands/nothing.md",
                "/bands/.md",
                "/providers/nobody.md",
                "/providers/.md",
                "/compare.md?models=alder/no,alder/stem")) {
            given().urlEncodingEnabled(false)
                    .get(missing)
                    .then()
                    .statusCode(404)
                    .contentType("application/problem+json");
            given().accept(BROWSER)
                    .urlEncodingEnabled(false)
                    .get(missing)
                    .then()
                    .statusCode(404)
                    .contentType("text/html");
        }
        given().get("/bands/context.md?cohort=none").then().statusCode(400);
        given().get("/search.md").then().statusCode(404);
    }

    @Test
    void twins_have_the_numbers_of_the_api() {
        for (String lang : List.of("en", "zh")) {
            List<List<String>> bands = rows("/bands.md?lang=" + lang);
            JsonNode all = Importing.json("/bands?lang=" + lang).get("data");
            assertEquals(all.size(), bands.size());
            for (int i = 0; i < all.size(); i++) {
                JsonNode band = all.get(i);
                assertEquals(
                        List.of(
                                "[" + band.get("label").asText() + "](</bands/"
                                        + band.get("capability").asText() + ".md?lang=" + lang + ">)",
                                band.at("/benchmark/label").asText(),
                                band.at("/lower/score").asText(),
                                band.at("/median/score").asText(),
                                band.at("/upper/score").asText(),
                                band.get("count").asText()),
                        bands.get(i));
            }
            List<List<String>> capability = rows("/bands/context.md?lang=" + lang);
            JsonNode band = Importing.json("/bands/context?histogram=20&lang=" + lang);
            assertTrue(capability.contains(List.of(
                    band.at("/lower/score").asText(),
                    band.at("/median/score").asText(),
                    band.at("/upper/score").asText())));
            for (JsonNode bin : band.get("histogram")) {
                assertTrue(capability.contains(List.of(
                        bin.get("from").decimalValue().toPlainString() + "–"
                                + bin.get("to").decimalValue().toPlainString(),
                        bin.get("count").asText())));
            }
            JsonNode ranked =
                    Importing.json("/scores?capability=context&lang=" + lang).get("data");
            List<List<String>> leaderboard =
                    capability.stream().filter(row -> row.size() == 6).toList();
            assertEquals(ranked.size(), leaderboard.size());
            for (int i = 0; i < ranked.size(); i++) {
                JsonNode row = ranked.get(i);
                assertEquals(row.get("rank").asText(), leaderboard.get(i).get(0));
                assertTrue(leaderboard
                        .get(i)
                        .get(1)
                        .endsWith("(</m/" + row.get("id").asText() + ".md?lang=" + lang + ">)"));
                assertEquals(row.get("score").asText(), leaderboard.get(i).get(3));
            }
            List<List<String>> compared = rows("/compare.md?models=alder/stem,alder/leaf&lang=" + lang);
            for (JsonNode row : Importing.json("/compare?ids=alder/stem,alder/leaf&lang=" + lang)
                    .get("rows")) {
                boolean shown = row.get("kind").asText().equals("fact")
                        || Stream.of(0, 1)
                                .anyMatch(
                                        i -> !row.at("/values/" + i + "/score").isNull());
                if (!shown) {
                    continue;
                }
                List<String> cells = compared.stream()
                        .filter(other -> other.get(0).equals(row.get("label").asText()))
                        .findFirst()
                        .orElseThrow();
                for (int i = 0; i < 2; i++) {
                    JsonNode value = row.get("values").get(i);
                    String text = cells.get(i + 1);
                    assertTrue(value.get("score").isNull()
                            || text.startsWith("**" + value.get("score").asText() + "** · "));
                }
            }
            List<String> offer =
                    rows("/offerings.md?models=alder/stem&lang=" + lang).get(0);
            JsonNode price = Importing.json("/offerings?model=alder/stem").at("/data/0");
            assertEquals("1.5", price.at("/price/input").asText());
            assertEquals("$1.50", offer.get(2));
            assertEquals("stem-at-quay", offer.get(6));
            assertEquals("[Quay](</providers/quay.md?lang=" + lang + ">)", offer.get(0));
            assertEquals(
                    List.of(List.of("[Quay](</providers/quay.md?lang=" + lang + ">)", "1", "1")),
                    rows("/providers.md?lang=" + lang));
            List<List<String>> listed = rows("/providers/quay.md?lang=" + lang);
            assertEquals(
                    Importing.json("/providers/quay/offerings")
                            .at("/meta/total")
                            .asInt(),
                    listed.size());
            assertEquals(
                    List.of("Alder", "$1.50", "$12.00", "16K", "stem-at-quay", "–"),
                    listed.get(0).subList(1, 7));
            JsonNode changes = Importing.json("/changes?limit=200").get("data");
            assertEquals(
                    changes.get(changes.size() - 1).get("revision").asText(),
                    rows("/changes.md?lang=" + lang).get(0).get(0));
        }
    }

    /** Cells of all rows of the tables of a page as Markdown, without their heads. */
    private static List<List<String>> rows(String path) {
        List<List<String>> rows = new ArrayList<>();
        boolean head = true;
        for (String line :
                given().urlEncodingEnabled(false).get(path).asString().split("\n", -1)) {
            if (!line.startsWith("|")) {
                head = true;
            } else if (line.startsWith("|--")) {
                head = false;
            } else if (!head) {
                rows.add(List.of(line.substring(2, line.length() - 2).split(" \\| ")));
            }
        }
        return rows;
    }

    @Test
    void what_is_wrong_with_a_twin_is_told_in_the_form_that_each_client_wants() {
        for (List<String> order : List.of(List.of(BROWSER, "*/*"), List.of("*/*", BROWSER))) {
            String path = "/m/alder/no-" + order.indexOf(BROWSER) + ".md";
            // Twice each, because an answer may be kept.
            for (String accept : List.of(order.get(0), order.get(0), order.get(1), order.get(1), order.get(0))) {
                given().accept(accept)
                        .get(path)
                        .then()
                        .statusCode(404)
                        .contentType(accept.equals(BROWSER) ? "text/html" : "application/problem+json");
            }
        }
    }

    @Test
    void a_model_whose_id_ends_like_a_twin_has_its_page() {
        Importing.write("PUT", "/models/elm/readme", "{\"name\":\"Short\"}", "If-None-Match", "*")
                .is(201);
        assertEquals(
                "text/markdown;charset=UTF-8", given().get("/m/elm/readme.md").contentType());
        Importing.write("PUT", "/models/elm/readme.md", "{\"name\":\"Whole\"}", "If-None-Match", "*")
                .is(201);
        assertTrue(page("/m/elm/readme.md").contains("<title>Whole"));
        assertTrue(page("/m/elm/readme").contains("<title>Short"));
        assertTrue(given().get("/m/elm/readme.md.md").asString().contains("# Whole"));
    }

    @Test
    void a_card_has_every_section_of_the_answer() {
        String page = page("/m/alder/stem");
        for (String expected : List.of(
                "<title>Stem",
                "A subtitle",
                "A summary.",
                "5 February 2024",
                ">16K<",
                "Up to 16,384 tokens",
                "Why it matters",
                "It matters much.",
                "Core capabilities",
                "Long documents",
                "Whole books.",
                "Contradicted by the measured value",
                "Availability",
                "Available",
                "Contact sales",
                "A fact says otherwise",
                "Pricing",
                "Pay per token",
                "stem-at-quay",
                "$1.50<",
                "$12.00<",
                "Performance",
                "Context / memory",
                "All models",
                "Models of today",
                "Models of its time",
                "Lower 20 %",
                "Upper 80 %",
                "Feels like",
                "Feels quick",
                "Best for tests",
                "Tools to try",
                "https://play.example",
                "Not for release",
                "Lineage",
                "href=\"/m/alder/root\"",
                "href=\"/m/alder/leaf\"",
                "Siblings",
                "href=\"/m/alder/sister\"",
                "Facts and sources",
                "https://paper.example/stem")) {
            assertTrue(page.contains(expected), expected);
        }
    }

    @Test
    void bars_are_where_the_scores_and_bands_of_the_answer_are() {
        JsonNode card = Importing.json("/models/alder/stem/card").at("/performance/0");
        String page = page("/m/alder/stem");
        Matcher pins =
                Pattern.compile("class=\"pin\" cx=\"([0-9.]+)%\" cy=\"14\"").matcher(page);
        int bars = 0;
        while (pins.find()) {
            assertEquals(card.get("exact").asDouble() * 10, Double.parseDouble(pins.group(1)), 0.006);
            bars++;
        }
        assertEquals(3, bars);
        Matcher band = Pattern.compile("class=\"band\" x=\"([0-9.]+)%\" y=\"10\" width=\"([0-9.]+)%\"")
                .matcher(page);
        assertTrue(band.find());
        double lower = card.at("/lower/exact").asDouble() * 10;
        double upper = card.at("/upper/exact").asDouble() * 10;
        assertEquals(lower, Double.parseDouble(band.group(1)), 0.006);
        assertEquals(upper - lower, Double.parseDouble(band.group(2)), 0.006);
    }

    @Test
    void a_window_before_the_first_tick_of_the_gauge_reaches_none() {
        assertEquals(2, page("/m/alder/stem").split("tick reached", -1).length - 1, "16K is more than 2K and 4K");
        write("PATCH", "/models/alder/stem/measurements/c", "{\"raw\":1000}", "If-Match", "*")
                .is(200);
        assertFalse(page("/m/alder/stem").contains("tick reached"));
        assertTrue(given().get("/api/v1/models/alder/stem/gauge.svg")
                .asString()
                .matches("(?s).*<text [^>]*fill=\"#1d2421\">2K</text>.*"));
    }

    @Test
    void hostile_texts_are_shown_and_never_run() {
        for (String path : List.of(
                "/m/alder/stem",
                "/search?q=Stem",
                "/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22",
                "/compare?models=alder/stem,alder/root",
                "/offerings?models=alder/stem",
                "/offerings?models=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
                "/providers/quay",
                "/providers/quay?vendor=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
                "/changes",
                "/")) {
            String page = page(path);
            assertFalse(page.contains("<script>"), path);
            assertFalse(page.contains("alert(1)</"), path);
        }
        String page = page("/m/alder/stem");
        assertTrue(page.contains("<h1>Stem &lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;</h1>"));
        assertEquals(
                "Stem </script><script>alert(1)</script>\"'&",
                structured(page).get("name").asText());
    }

    private static JsonNode structured(String page) {
        Matcher json = Pattern.compile("(?s)<script type=\"application/ld\\+json\">(.*?)</script>")
                .matcher(page);
        assertTrue(json.find());
        try {
            return new ObjectMapper().readTree(json.group(1));
        } catch (JsonProcessingException broken) {
            throw new AssertionError(json.group(1), broken);
        }
    }

    /** What the guidelines of schema.org and OpenGraph require, on the pages of both languages. */
    @ParameterizedTest
    @CsvSource({"en, 'A summary.', en_US", "zh, 摘要。, zh_CN"})
    void search_engines_and_chats_get_valid_descriptions(String lang, String summary, String locale) {
        String page = page("/m/alder/stem?lang=" + lang);
        assertEquals(2, page.split("application/ld.json", -1).length, "one block");
        ObjectMapper json = new ObjectMapper();
        ObjectNode expected = json.createObjectNode()
                .put("@context", "https://schema.org")
                .put("@type", "SoftwareApplication")
                .put("name", "Stem </script><script>alert(1)</script>\"'&")
                .put("identifier", "alder/stem")
                .put("applicationCategory", "AI model")
                .put("description", summary)
                .put("datePublished", "2024-02-05");
        expected.putObject("author").put("@type", "Organization").put("name", "Alder");
        expected.putArray("sameAs").add("https://paper.example/stem");
        assertEquals(expected, structured(page));
        for (String path : List.of(
                "/m/alder/stem",
                "/",
                "/bands/context",
                "/compare",
                "/offerings",
                "/providers",
                "/providers/quay",
                "/changes",
                "/docs",
                "/search")) {
            Map<String, List<String>> metas = Pattern.compile(
                            "<meta (?:property|name)=\"([^\"]+)\" content=\"([^\"]*)\">")
                    .matcher(page(path + "?lang=" + lang))
                    .results()
                    .collect(Collectors.groupingBy(
                            one -> one.group(1), Collectors.mapping(one -> one.group(2), Collectors.toList())));
            for (String required :
                    List.of("description", "og:title", "og:type", "og:description", "og:locale", "og:site_name")) {
                assertEquals(1, metas.getOrDefault(required, List.of()).size(), path + required);
                assertFalse(metas.get(required).get(0).isBlank(), path + required);
            }
            assertEquals(List.of(locale), metas.get("og:locale"));
            assertEquals(metas.get("description"), metas.get("og:description"), path);
            assertTrue(metas.get("description").get(0).length() >= 3, path);
        }
    }

    @Test
    void the_language_follows_the_address_then_the_browser() {
        String chinese = page("/m/alder/stem?lang=zh");
        assertTrue(chinese.contains("<html lang=\"zh\">"));
        assertTrue(chinese.contains("副标题") && chinese.contains("长文档") && chinese.contains("可用性"), chinese);
        assertTrue(chinese.contains("href=\"/m/alder/root?lang=zh\""), "links keep a chosen language");
        assertTrue(chinese.contains("href=\"/m/alder/stem?lang=en\" lang=\"en\" hreflang=\"en\">English</a>"));
        assertEquals(chinese, page("/m/alder/stem?l%61ng=zh"), "however a client encodes it");
        given().accept(BROWSER)
                .header("Accept-Language", "zh-TW")
                .get("/m/alder/stem")
                .then()
                .header("Content-Language", "zh")
                .body(containsString("href=\"/m/alder/root\""));
    }

    @ParameterizedTest
    @CsvSource({
        "/m/stem-alias, /m/alder/stem",
        "/m/alder/stem-one, /m/alder/stem",
        "/m/Alder/Stem?lang=zh, /m/alder/stem?lang=zh"
    })
    void other_ids_lead_to_the_canonical_page(String path, String canonical) {
        Response answer = given().redirects().follow(false).accept(BROWSER).get(path);
        assertTrue(List.of(307, 308).contains(answer.statusCode()), answer::asString);
        assertEquals(canonical, answer.header("Location"));
    }

    @Test
    void an_unknown_model_is_a_page_with_suggestions_and_a_problem_for_programs() {
        given().accept(BROWSER)
                .get("/m/alder/stm")
                .then()
                .statusCode(404)
                .contentType("text/html;charset=UTF-8")
                .header("Cache-Control", "no-store")
                .body(containsString("Did you mean"), containsString("href=\"/m/alder/stem\""));
        given().accept("*/*").get("/m/alder/stm").then().statusCode(404).contentType("application/problem+json");
        given().accept(BROWSER)
                .header("Accept-Language", "zh")
                .get("/m/alder/stm")
                .then()
                .statusCode(404)
                .body(containsString("您是否要找"), containsString("href=\"/m/alder/stem\""));
        // A language that was chosen stays.
        given().accept(BROWSER)
                .get("/m/alder/stm?lang=zh")
                .then()
                .statusCode(404)
                .body(containsString("href=\"/m/alder/stem?lang=zh\""));
        given().accept("application/json")
                .get("/m/alder/stem")
                .then()
                .statusCode(406)
                .contentType("application/problem+json");
        given().accept(BROWSER)
                .get("/changes?before=yesterday")
                .then()
                .statusCode(400)
                .contentType("text/html;charset=UTF-8")
                .body(containsString("before"));
    }

    @Test
    void the_newest_changes_come_first_and_the_next_pages_have_each_other_one_once() {
        Importing.execute("""
                insert into change (revision, changed_at, kind, type, subject, model_id, patch)
                select r.revision, now(), 'update', 'model', 'alder/stem', 'alder/number-' || n, '[]'
                from catalog_revision r, generate_series(1, 250) n order by n""");
        List<String> seen = new ArrayList<>();
        String next = "/changes";
        int pages = 0;
        while (next != null) {
            String page = page(next);
            Matcher models = Pattern.compile("href=\"/m/alder/number-(\\d+)\"").matcher(page);
            while (models.find()) {
                seen.add(models.group(1));
            }
            Matcher older = Pattern.compile("rel=\"next\" href=\"(/changes\\?before=[0-9-]+)\"")
                    .matcher(page);
            next = older.find() ? older.group(1) : null;
            pages++;
        }
        assertEquals(
                IntStream.rangeClosed(1, 250)
                        .mapToObj(n -> Integer.toString(251 - n))
                        .toList(),
                seen);
        assertEquals(3, pages);
    }

    @ParameterizedTest
    @CsvSource({
        "/bands/contxt, /bands/context, context",
        "/providers/qay, /providers/quay, quay",
        "/m/alder/stm, /m/alder/stem, alder/stem",
        "/models/alder/stem/card, /m/alder/stem, alder/stem",
        "/models/alder/stem, /m/alder/stem, alder/stem",
        "/models, /api/v1/models, /api/v1/models"
    })
    void what_may_have_been_meant_is_linked_where_it_exists(String path, String expected, String text) {
        given().accept(BROWSER)
                .get(path)
                .then()
                .statusCode(404)
                .body(containsString("<li><a href=\"" + expected + "\">" + text + "</a></li>"));
        page(expected.startsWith("/api") ? "/" : expected);
    }

    @Test
    void a_value_that_may_have_been_meant_is_no_link() {
        String page = given().accept(BROWSER)
                .get("/bands/context?cohort=curent")
                .then()
                .statusCode(400)
                .extract()
                .asString();
        assertTrue(page.contains("<li><code>current</code></li>"), page);
        assertFalse(page.contains("href=\"/m/"), page);
    }

    @Test
    void parameters_may_be_misspelt_and_are_then_no_links() {
        ProblemView misspelt = ProblemView.Code.INVALID_PARAMETER.view(
                400, "unknown", "/search", List.of(), List.of("cursor", "alder/stem"), null);
        String page = errors.page(misspelt, Language.EN, false);
        assertTrue(page.contains("<li><code>cursor</code></li><li><code>alder/stem</code></li>"), page);
    }

    @ParameterizedTest
    @CsvSource({
        "/m/alder/stem, utm_source=mail&fbclid=1",
        "/search?q=Leaf, utm_source=mail",
        "/bands/context?cohort=current, gclid=x&gclid=y",
        "/compare?models=alder/stem, q=1",
        "/?lang=zh, ref=a%20b",
        "/changes, utm_source"
    })
    void parameters_of_other_services_are_ignored_not_linked_and_not_kept(String path, String others) {
        String own = page(path);
        double kept = cachedBytes();
        String shared = path + (path.contains("?") ? "&" : "?") + others;
        assertEquals(own, page(shared));
        assertEquals(own, page(shared + "2"));
        assertEquals(kept, cachedBytes());
    }

    private static double cachedBytes() {
        Matcher bytes = Pattern.compile("(?m)^modeltree_cache_bytes(?:\\{.*})? (\\S+)$")
                .matcher(given().get("/q/metrics").asString());
        assertTrue(bytes.find());
        return Double.parseDouble(bytes.group(1));
    }

    @Test
    void the_pages_have_the_parameters_that_their_paths_are_known_for() {
        Map<Class<?>, String> pages = Map.of(
                StartPageResource.class, "/",
                CardPageResource.class, "/m/alder/stem",
                SearchPageResource.class, "/search",
                ComparePageResource.class, "/compare",
                BandPageResource.class, "/bands/context",
                OfferingPageResource.class, "/offerings",
                ProviderPageResource.class, "/providers/quay",
                ChangePageResource.class, "/changes");
        pages.forEach((resource, path) -> assertEquals(
                PagePaths.parameters(path),
                Stream.of(resource.getDeclaredMethods())
                        .flatMap(method -> Stream.of(method.getParameters()))
                        .filter(parameter -> parameter.isAnnotationPresent(RestQuery.class))
                        .map(Parameter::getName)
                        .collect(Collectors.toSet()),
                path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/m/alder/stem",
                "/search?q=Leaf",
                "/search?vendor=alder",
                "/bands",
                "/bands/context",
                "/bands/context?cohort=current",
                "/compare?models=alder/stem,alder/leaf",
                "/offerings?models=alder/stem",
                "/providers",
                "/providers/quay",
                "/changes"
            })
    void a_page_is_validated_like_any_answer(String path) {
        Response first = given().accept(BROWSER).get(path);
        first.then().statusCode(200);
        String revision = Long.toString(Importing.revision());
        assertAll(
                () -> assertEquals(revision, first.header("Modeltree-Revision"), path),
                () -> assertTrue(first.header("Vary").contains("Accept,"), first.header("Vary")),
                () -> assertEquals(
                        304,
                        given().accept(BROWSER)
                                .header("If-None-Match", first.header("ETag"))
                                .get(path)
                                .statusCode()),
                () -> assertEquals(
                        first.asString(),
                        given().accept(BROWSER)
                                .header("Authorization", "Bearer " + EmptyCatalogProfile.ADMIN)
                                .get(path)
                                .asString(),
                        "the cached page is the computed one"));
    }

    @Test
    void a_page_shows_a_write_at_once() {
        page("/m/alder/leaf");
        write("PATCH", "/models/alder/stem", "{\"name\":\"Trunk\"}", "If-Match", "*")
                .is(200);
        assertTrue(page("/m/alder/stem").contains("<h1>Trunk</h1>"));
        assertTrue(page("/m/alder/leaf").contains(">Trunk</a>"), "a parent's new name");
        write("PATCH", "/models/alder/root/measurements/c", "{\"raw\":2000000}", "If-Match", "*")
                .is(200);
        JsonNode card = Importing.json("/models/alder/stem/card").at("/performance/0/upper/score");
        assertTrue(page("/m/alder/stem").contains("Upper 80 % " + card.asText()), "a moved band");
    }

    @Test
    void a_comparison_adds_what_a_name_finds_and_marks_the_best() {
        String page = page("/compare?models=alder/stem&with=leaf");
        assertTrue(page.contains("href=\"/m/alder/leaf\""), page);
        assertTrue(page.contains("class=\"best\""), page);
        assertTrue(page("/compare").contains("name=\"with\""));
        assertTrue(page("/compare?models=alder/stem").contains("Add one more model"));
        given().accept(BROWSER)
                .get("/compare?models=a/1,a/2,a/3,a/4,a/5,a/6&with=leaf")
                .then()
                .statusCode(400);
    }

    @Test
    void lists_lead_on_and_say_when_there_is_nothing() {
        assertTrue(page("/search?q=nothing-of-this-name").contains("No model matches"));
        assertTrue(page("/search?vendor=alder").contains("href=\"/m/alder/other\""));
        assertTrue(page("/offerings?models=alder/stem").contains("$4.125<"), "three parts of input, one of output");
        assertTrue(page("/offerings?models=alder/leaf").contains("No provider lists this model today"));
        assertTrue(page("/bands/context").contains("href=\"/m/alder/leaf\""));
        given().accept(BROWSER).get("/bands/nothing").then().statusCode(404).contentType("text/html;charset=UTF-8");
        write("PATCH", "/models/alder/leaf", "{\"name\":\"Leaves\"}", "If-Match", "*")
                .is(200);
        assertTrue(page("/changes").contains("href=\"/m/alder/leaf\""));
        assertTrue(
                page("/changes").contains("type=\"application/atom+xml\" title=\"Changes\" href=\"/changes.atom\">"));
        assertTrue(page("/changes").contains(">Updated</span></td><td>model <a"));
        assertTrue(page("/changes?lang=zh").contains(">更新</span></td><td>模型 <a"));
        assertTrue(given().get("/changes.md?lang=zh").asString().contains("| 更新 | 模型 ["));
    }

    @Test
    void a_provider_whose_id_ends_as_markdown_does_has_a_page_of_its_own() {
        String path = "/providers/quay.md";
        assertTrue(given().accept(BROWSER).get(path).asString().startsWith("# Quay\n"));
        Importing.done("format=modeltree", "{\"type\":\"provider\",\"id\":\"quay.md\",\"name\":\"Quay of reports\"}");
        assertTrue(page(path).contains("<h1>Quay of reports</h1>"));
        assertTrue(given().accept(BROWSER).get(path + ".md").asString().startsWith("# Quay of reports\n"));
    }

    @Test
    void a_provider_has_a_page_with_its_prices_that_models_and_prices_lead_to() {
        for (String path : List.of("/m/alder/stem", "/offerings?models=alder/stem", "/providers")) {
            assertTrue(page(path).contains("<a href=\"/providers/quay\">Quay</a>"), path);
        }
        assertTrue(page("/offerings").contains("<a href=\"/providers\">"));
        String quay = page("/providers/quay");
        for (String expected : List.of(
                "<h1>Quay</h1>",
                "href=\"https://quay.example\"",
                "href=\"/m/alder/stem\"",
                "href=\"/providers/quay?vendor=alder\">Alder</a>",
                ">$1.50<",
                ">$12.00<",
                "stem-at-quay",
                "href=\"/api/v1/providers/quay/offerings\"")) {
            assertTrue(quay.contains(expected), expected);
        }
        assertTrue(page("/providers/quay?vendor=Alder&lang=zh").contains("stem-at-quay"));
        String misspelt = page("/providers/quay?vendor=aldr");
        assertTrue(misspelt.contains("offers no such model today"));
        assertTrue(misspelt.contains("<a href=\"/providers/quay?vendor=alder\">alder</a>"));
        Importing.done(
                "format=modeltree",
                IntStream.rangeClosed(1, 101)
                        .mapToObj(("{\"type\":\"offering\",\"model\":\"alder/other\",\"provider\":\"pier\","
                                + "\"id\":\"o-%03d\",\"retiredDate\":\"2099-01\"}\n")::formatted)
                        .collect(Collectors.joining()));
        String first = page("/providers/pier?vendor=alder");
        assertTrue(first.contains("<strong>101</strong>") && first.contains("o-100") && !first.contains("o-101"));
        assertTrue(first.contains("Ends January 2099"));
        Matcher next = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"").matcher(first);
        assertTrue(next.find());
        String last = page(next.group(1).replace("&amp;", "&"));
        assertTrue(last.contains("o-101") && !last.contains("o-100") && !last.contains("rel=\"next\""));
    }

    @Test
    void an_empty_catalog_has_pages_too() {
        Importing.empty();
        for (String path :
                List.of("/", "/search", "/bands", "/compare", "/offerings", "/providers", "/changes", "/docs")) {
            page(path);
        }
    }
}
