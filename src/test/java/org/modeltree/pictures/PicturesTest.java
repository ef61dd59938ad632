package org.modeltree.pictures;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.imports.Importing.get;
import static org.modeltree.imports.Importing.json;
import static org.modeltree.imports.Importing.send;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;
import org.modeltree.pictures.drawing.TextWidth;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Pictures as clients get them. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class PicturesTest {

    private static final String STEM = "/models/alder/stem";

    /** As long as a name may be, with all that markup is made of, and with words from right to left. */
    private static final String HOSTILE =
            "</svg><script>alert(1)</script>\\\"'&amp; שלום 中文模型 " + "long-name-".repeat(14) + "end";

    private static final String CATALOG = """
            {"type":"benchmark","id":"context-window","label":"Context window","unit":"tokens"}
            {"type":"benchmark","id":"quiz","label":"Quiz","unit":"percent"}
            {"type":"capability","id":"context","label":{"en":"Context / memory","zh":"上下文"},"description":{"en":"C."},"benchmark":"context-window","scale":{"kind":"log","floor":2048,"ceiling":2097152}}
            {"type":"capability","id":"quiz","label":{"en":"Quiz","zh":"测验"},"description":{"en":"Q."},"benchmark":"quiz","scale":{"kind":"linear","floor":0,"ceiling":100}}
            {"type":"vendor","id":"alder","name":"Alder <b> & Sons"}
            {"type":"model","id":"alder/stem","name":"Stem","kind":"instruct","releaseDate":"2024-02-05","aliases":["stem-alias","alder/stem-one"],"texts":{"en":{"subtitle":"A subtitle"},"zh":{"subtitle":"副标题"}}}
            {"type":"model","id":"alder/hostile","name":"HOSTILE"}
            {"type":"model","id":"alder/bare","name":"Bare","contextWindowStatus":"not_disclosed"}
            {"type":"model","id":"alder/root","name":"Root"}
            {"type":"model","id":"alder/leaf","name":"Leaf"}
            {"type":"model","id":"alder/other","name":"Other"}
            {"type":"measurement","id":"c","model":"alder/root","benchmark":"context-window","raw":4096,"source":"https://alder.example"}
            {"type":"measurement","id":"c","model":"alder/leaf","benchmark":"context-window","raw":131072,"source":"https://alder.example"}
            {"type":"measurement","id":"c","model":"alder/other","benchmark":"context-window","raw":65536,"source":"https://alder.example"}
            {"type":"measurement","id":"c","model":"alder/hostile","benchmark":"context-window","raw":8192,"source":"https://alder.example"}
            {"type":"measurement","id":"c","model":"alder/stem","benchmark":"context-window","raw":16384,"source":"https://alder.example"}
            {"type":"measurement","id":"q","model":"alder/stem","benchmark":"quiz","raw":81.4,"source":"https://quiz.example"}
            {"type":"card","model":"alder/stem","coreCapabilities":[{"id":"long","label":{"en":"Long documents","zh":"长文档"},"description":{"en":"Whole books."},"requires":{"capability":"context","raw":100000}},{"id":"chat","label":{"en":"Chat"},"description":{"en":"Talks."},"requires":{"capability":"context","raw":4096}}]}
            """;

    @BeforeEach
    void catalog() {
        Importing.empty();
        Importing.done("format=modeltree", CATALOG.replace("HOSTILE", HOSTILE));
    }

    /** The document of an SVG, read by a parser that refuses whatever is not well-formed. */
    private static Document svg(String path) {
        Importing.Answer answer = get(path).is(200);
        assertEquals("image/svg+xml", answer.header("Content-Type"), path);
        try {
            DocumentBuilderFactory parsers = DocumentBuilderFactory.newInstance();
            parsers.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            parsers.setNamespaceAware(true);
            return parsers.newDocumentBuilder().parse(new ByteArrayInputStream(answer.bytes()));
        } catch (ParserConfigurationException | SAXException | IOException malformed) {
            throw new AssertionError(path + ": " + answer.text(), malformed);
        }
    }

    private static List<String> texts(Document svg) {
        List<String> texts = new ArrayList<>();
        NodeList nodes = svg.getElementsByTagName("text");
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    private static BufferedImage png(String path) throws IOException {
        Importing.Answer answer = get(path).is(200);
        assertEquals("image/png", answer.header("Content-Type"), path);
        return ImageIO.read(new ByteArrayInputStream(answer.bytes()));
    }

    private static void assertHas(List<String> texts, String... expected) {
        for (String text : expected) {
            assertTrue(texts.contains(text), () -> text + " is not in " + texts);
        }
    }

    @Test
    void a_gauge_has_the_window_and_the_ticks_of_the_card_in_both_languages() {
        JsonNode window = json(STEM + "/card").get("contextWindow");
        Document svg = svg(STEM + "/gauge.svg");
        List<String> texts = texts(svg);
        assertHas(texts, "Stem", window.get("label").asText());
        assertHas(texts, "Context window · Up to 16,384 tokens · Chat");
        for (JsonNode tick : window.get("ticks")) {
            assertHas(texts, tick.get("label").asText());
            if (!tick.get("captions").isNull()) {
                assertHas(
                        texts,
                        tick.at("/captions/en").asText(),
                        tick.at("/captions/zh").asText());
            }
        }
        // The pin stands where the card says, on an axis from 72 to 792.
        Element pin = (Element) svg.getElementsByTagName("circle").item(0);
        assertEquals(72 + 720 * window.get("fraction").asDouble(), Double.parseDouble(pin.getAttribute("cx")), 0.01);
    }

    @ParameterizedTest
    @CsvSource({"gauge, en, Short prompt, Chat", "gauge, zh, 短提示, 聊天", "card, en, Short prompt, Chat"})
    void captions_near_each_other_do_not_read_as_one(String picture, String lang, String first, String second) {
        NodeList nodes = svg(STEM + "/" + picture + ".svg?lang=" + lang).getElementsByTagName("text");
        double end = 0;
        double start = 0;
        double size = 0;
        for (int i = 0; i < nodes.getLength(); i++) {
            Element text = (Element) nodes.item(i);
            double middle = Double.parseDouble(text.getAttribute("x"));
            double own = Double.parseDouble(text.getAttribute("font-size"));
            double half = TextWidth.of(text.getTextContent(), own, false) / 2;
            if (text.getTextContent().equals(first)) {
                end = middle + half;
            } else if (text.getTextContent().equals(second) && end > 0 && start == 0) {
                start = middle - half;
                size = own;
            }
        }
        assertTrue(end > 0 && start - end > 0.8 * size, start + " is too near " + end);
    }

    @Test
    void a_card_has_the_numbers_of_the_answer() {
        JsonNode card = json(STEM + "/card");
        Document svg = svg(STEM + "/card.svg");
        List<String> texts = texts(svg);
        assertHas(texts, "Stem", "Alder <b> & Sons · 5 February 2024", "A subtitle", "16K", "alder/stem");
        for (JsonNode one : card.get("performance")) {
            assertHas(texts, one.get("label").asText(), one.get("score").asText());
        }
        JsonNode context = card.at("/performance/0");
        assertTrue(
                description(svg)
                        .contains("Context / memory " + context.get("score").asText() + " (Lower 20 % "
                                + context.at("/lower/score").asText() + ", Upper 80 % "
                                + context.at("/upper/score").asText() + ")"),
                description(svg));
        assertEquals("8.1", card.at("/performance/1/score").asText());
    }

    private static String description(Document svg) {
        return svg.getElementsByTagName("desc").item(0).getTextContent();
    }

    @Test
    void a_contradicted_claim_is_red_and_named_as_such() {
        Document svg = svg(STEM + "/card.svg");
        String document = get(STEM + "/card.svg").text();
        assertTrue(document.matches("(?s).*<text [^>]*fill=\"#a3341f\">Long documents</text>.*"), document);
        assertTrue(document.matches("(?s).*<text [^>]*fill=\"#0b6e4f\">Chat</text>.*"), document);
        assertTrue(
                description(svg).contains("Long documents (Contradicted by the measured value) · Chat"),
                description(svg));
    }

    @Test
    void what_is_unknown_is_named_and_never_zero() {
        List<String> card = texts(svg("/models/alder/bare/card.svg"));
        assertHas(card, "Not disclosed", "Performance: Not reported");
        List<String> gauge = texts(svg("/models/alder/bare/gauge.svg"));
        assertHas(gauge, "Not disclosed");
        assertEquals(
                0,
                svg("/models/alder/bare/gauge.svg")
                        .getElementsByTagName("circle")
                        .getLength());
        assertHas(texts(svg("/badge/alder/bare/context.svg")), "Context / memory", "Not disclosed");
        assertHas(texts(svg("/badge/alder/bare/quiz.svg")), "Quiz", "Not reported");
        for (String path : List.of("/models/alder/bare/card.svg", "/badge/alder/bare/quiz.svg")) {
            assertFalse(texts(svg(path)).contains("0.0"), path);
        }
    }

    @Test
    void a_badge_has_the_score_in_both_languages() {
        assertHas(texts(svg("/badge/alder/stem/quiz.svg")), "Quiz", "8.1");
        assertHas(texts(svg("/badge/alder/stem/quiz.svg?lang=zh")), "测验", "8.1");
        Importing.Answer chinese = get("/badge/alder/stem/quiz.svg", "Accept-Language", "zh-CN");
        assertEquals("zh", chinese.header("Content-Language"));
        assertTrue(chinese.text().contains("测验"), chinese.text());
    }

    @Test
    void a_band_has_the_edges_and_the_columns_of_the_answer() {
        JsonNode band = json("/bands/context?histogram=10&lower=10");
        Document svg = svg("/bands/context.svg?histogram=10&lower=10");
        List<String> texts = texts(svg);
        assertHas(
                texts,
                "Context / memory",
                "10 %: " + band.at("/lower/score").asText(),
                "80 %: " + band.at("/upper/score").asText());
        List<String> columns = new ArrayList<>();
        band.get("histogram").forEach(bin -> {
            if (bin.get("count").asInt() > 0) {
                columns.add(bin.get("from").asText() + "–" + bin.get("to").asText() + ": "
                        + bin.get("count").asText());
            }
        });
        assertEquals(
                String.join(" · ", columns),
                description(svg).substring(description(svg).indexOf(". ") + 2));
    }

    @Test
    void a_cohort_that_is_too_small_has_columns_and_no_band() {
        List<String> texts = texts(svg("/bands/quiz.svg"));
        assertHas(texts, "Quiz", "Fewer than 5 models report", "Quiz · Models: 1 · All models");
    }

    @Test
    void the_filters_of_a_band_are_named() {
        assertHas(
                texts(svg("/bands/context.svg?kind=instruct&vendor=alder&asOf=2024-12-31")),
                "Context window · Models: 1 · alder · "
                        + json("/labels").at("/kinds/instruct").asText() + " · ≤ 2024-12-31");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/models/alder/hostile/card",
                "/models/alder/hostile/gauge",
                "/badge/alder/hostile/context",
                "/models/alder/stem/card",
                "/bands/context"
            })
    void nothing_in_a_picture_runs_or_loads(String path) {
        for (String query : List.of("", "?theme=dark", "?theme=auto", "?lang=zh&width=300")) {
            Importing.Answer answer = get(path + ".svg" + query);
            NodeList all = svg(path + ".svg" + query).getElementsByTagName("*");
            TreeSet<String> elements = new TreeSet<>();
            for (int i = 0; i < all.getLength(); i++) {
                elements.add(all.item(i).getNodeName());
                for (int a = 0; a < all.item(i).getAttributes().getLength(); a++) {
                    String name = all.item(i).getAttributes().item(a).getNodeName();
                    assertFalse(name.startsWith("on") || name.contains("href") || name.equals("style"), name);
                }
            }
            elements.removeAll(List.of("svg", "title", "desc", "rect", "circle", "line", "text"));
            assertEquals(query.contains("auto") ? List.of("style") : List.of(), List.copyOf(elements), answer.text());
            assertFalse(answer.text().contains("url("), path);
        }
    }

    @Test
    void texts_stay_inside_the_picture() {
        Document svg = svg("/models/alder/hostile/card.svg");
        for (String text : texts(svg)) {
            assertTrue(text.codePointCount(0, text.length()) < 90, text);
        }
        assertTrue(
                svg.getElementsByTagName("title")
                        .item(0)
                        .getTextContent()
                        .contains("</svg><script>alert(1)</script>\"'&amp;"),
                "the title has the whole name");
    }

    @ParameterizedTest
    @CsvSource({
        "/models/alder/stem/card, 1200, 630",
        "/models/alder/stem/gauge, 840, 176",
        "/bands/context, 720, 360",
        "/models/alder/stem/card?width=300, 300, 158",
        "/models/alder/stem/card?width=2000&theme=dark, 2000, 1050",
        "/models/alder/hostile/card?lang=zh, 1200, 630",
        "/models/alder/bare/gauge?width=16, 16, 3"
    })
    void a_png_has_the_size_of_the_svg(String path, int width, int height) throws IOException {
        String[] parts = path.split("\\?", 2);
        String query = parts.length < 2 ? "" : "?" + parts[1];
        BufferedImage image = png(parts[0] + ".png" + query);
        assertEquals(width, image.getWidth());
        assertEquals(height, image.getHeight());
        Element svg = svg(parts[0] + ".svg" + query).getDocumentElement();
        assertEquals(Integer.toString(width), svg.getAttribute("width"));
        assertEquals(Integer.toString(height), svg.getAttribute("height"));
    }

    @Test
    void a_png_has_the_colours_of_its_theme() throws IOException {
        assertEquals(0xffffffff, png(STEM + "/card.png").getRGB(20, 300));
        assertEquals(0xff1a201d, png(STEM + "/card.png?theme=dark").getRGB(20, 300));
        assertEquals(0xff0b6e4f, png(STEM + "/card.png").getRGB(600, 4));
        // Outside of the round corner of a panel there is nothing.
        assertEquals(0, png("/bands/context.png").getRGB(0, 0) >>> 24);
    }

    @Test
    void pictures_are_validated_like_json() {
        for (String path : List.of(
                STEM + "/card.svg",
                STEM + "/card.png",
                STEM + "/gauge.svg",
                STEM + "/gauge.png",
                "/bands/context.svg",
                "/bands/context.png",
                "/badge/alder/stem/quiz.svg",
                "/badge/alder/stem/quiz.png")) {
            Importing.Answer first = get(path).is(200);
            assertEquals(Long.toString(Importing.revision()), first.header("Modeltree-Revision"), path);
            assertEquals("nosniff", first.header("X-Content-Type-Options"), path);
            assertEquals("cross-origin", first.header("Cross-Origin-Resource-Policy"), path);
            assertTrue(first.header("Content-Security-Policy").startsWith("default-src 'none'; style-src 'sha256-"));
            assertEquals("Accept-Encoding, Accept-Language, Authorization", first.header("Vary"), path);
            Importing.Answer second =
                    get(path, "If-None-Match", first.header("ETag")).is(304);
            assertEquals(0, second.bytes().length, path);
            Importing.Answer head = send("HEAD", path, null).is(200);
            assertEquals(Integer.toString(first.bytes().length), head.header("Content-Length"), path);
            assertEquals(first.header("Content-Type"), head.header("Content-Type"), path);
            for (String accept : List.of("image/*", "text/html,*/*;q=0.8", "application/json", "image/avif")) {
                Importing.Answer any = get(path, "Accept", accept).is(200);
                assertArrayEquals(first.bytes(), any.bytes(), path + " " + accept);
                assertEquals(first.header("Content-Type"), any.header("Content-Type"), path + " " + accept);
            }
            // The framework refuses an Accept that is none, but not if the answer is in memory.
            assertArrayEquals(
                    first.bytes(),
                    get(path, "Accept", "/a", "Cache-Control", "no-cache")
                            .is(200)
                            .bytes(),
                    path);
            Importing.Answer packed = get(path, "Accept-Encoding", "gzip").is(200);
            if (path.endsWith(".png")) {
                assertNull(packed.header("Content-Encoding"), path);
            } else {
                assertEquals("gzip", packed.header("Content-Encoding"), path);
                assertTrue(packed.bytes().length < first.bytes().length, path);
            }
        }
    }

    @Test
    void a_model_has_its_revision_in_the_validator_of_its_pictures() {
        assertEquals(
                json(STEM).get("revision").asText(),
                get(STEM + "/card.svg").header("ETag").replaceAll("^\"|[.].*", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "/models/stem-alias/card.svg, /api/v1/models/alder/stem/card.svg",
        "/models/alder/stem-one/card.png, /api/v1/models/alder/stem/card.png",
        "/models/ALDER/Stem/gauge.svg?theme=dark, /api/v1/models/alder/stem/gauge.svg?theme=dark",
        "/models/stem-alias/gauge.png?width=90, /api/v1/models/alder/stem/gauge.png?width=90",
        "/badge/Alder/stem-one/quiz.svg?lang=zh, /badge/alder/stem/quiz.svg?lang=zh"
    })
    void other_spellings_lead_to_the_picture_of_the_model(String path, String location) {
        Importing.Answer answer = get(path).is(308);
        assertEquals(location, answer.header("Location"));
    }

    @ParameterizedTest
    @CsvSource({
        "theme=blue, theme",
        "width=15, width",
        "width=2001, width",
        "width=1e3, width",
        "width=-1, width",
        "width=, width",
        "widht=300, widht",
        "lang=fr, lang",
        "theme=light&theme=dark, theme"
    })
    void wrong_parameters_are_refused_by_name(String query, String parameter) {
        for (String path : List.of(STEM + "/card.svg", "/bands/context.png", "/badge/alder/stem/quiz.svg")) {
            Importing.Answer answer =
                    get(path + "?" + query, "Accept", "image/*").is(400);
            assertEquals("application/problem+json", answer.header("Content-Type"));
            assertEquals(parameter, answer.json().at("/errors/0/parameter").asText());
        }
    }

    @Test
    void pixels_cannot_follow_the_system() {
        assertEquals(
                "must be one of light, dark, was 'auto'",
                get(STEM + "/card.png?theme=auto")
                        .is(400)
                        .json()
                        .at("/errors/0/detail")
                        .asText());
    }

    @Test
    void what_does_not_exist_is_a_problem_for_every_client() {
        for (String path : List.of(
                "/models/alder/none/card.svg",
                "/bands/none.png",
                "/badge/alder/stem/none.svg",
                "/badge/alder/none/quiz.svg",
                "/badge/alder/stem/quiz.gif",
                "/badge/alder")) {
            for (String accept : List.of("/a", "image/*", "text/html")) {
                Importing.Answer answer =
                        get(path, "Accept", accept, "Cache-Control", "no-cache").is(404);
                assertEquals("application/problem+json", answer.header("Content-Type"), path);
            }
        }
        assertEquals(
                405, Importing.write("POST", "/badge/alder/stem/quiz.svg", "{}").status());
    }

    @ParameterizedTest
    @CsvSource({
        "/m/alder/stem/card.svg?theme=dark, /api/v1/models/alder/stem/card.svg?theme=dark",
        "/m/alder/stem/gauge.png, /api/v1/models/alder/stem/gauge.png",
        "/bands/context.png?width=90&cohort=current, /api/v1/bands/context.png?width=90&cohort=current"
    })
    void pictures_beside_pages_are_those_of_the_api(String path, String location) {
        for (String accept : List.of("text/html", "image/*")) {
            Response answer = given().accept(accept)
                    .urlEncodingEnabled(false)
                    .redirects()
                    .follow(false)
                    .get(path);
            assertEquals(308, answer.statusCode());
            assertEquals(location, answer.header("Location"));
        }
    }

    @Test
    void pages_name_their_pictures_for_previews() throws IOException {
        String card = given().accept("text/html").get("/m/alder/stem?lang=zh").asString();
        assertTrue(
                card.contains("<meta property=\"og:image\" content=\"/api/v1/models/alder/stem/card.png?lang=zh\">"),
                card);
        assertEquals(1200, png("/models/alder/stem/card.png?lang=zh").getWidth());
        String band = given().accept("text/html").get("/bands/context").asString();
        assertTrue(band.contains("content=\"/api/v1/bands/context.png?lang=en&amp;width=1200&amp;cohort=all\""), band);
        assertEquals(
                600, png("/bands/context.png?lang=en&width=1200&cohort=all").getHeight());
    }

    @Test
    void another_language_or_theme_is_another_picture() {
        assertNotEquals(
                get(STEM + "/card.png").header("ETag"),
                get(STEM + "/card.png?lang=zh").header("ETag"));
        assertNotEquals(
                get(STEM + "/card.svg").header("ETag"),
                get(STEM + "/card.svg?theme=dark").header("ETag"));
    }
}
