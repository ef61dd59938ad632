package org.modeltree.pages;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.modeltree.oracle.GeneratedCatalogProfile;

@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class EntryPagesTest {

    private static final String BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
    private static final Pattern HREF = Pattern.compile("href=\"([^\"]*)\"");
    private static final Pattern INLINE_SCRIPT = Pattern.compile("<script(?![^>]* src=)(?![^>]*ld.json)");

    @Test
    void a_browser_gets_a_page_in_its_language() {
        given().accept(BROWSER)
                .header("Accept-Language", "de, en;q=0.5")
                .get("/")
                .then()
                .statusCode(200)
                .contentType("text/html;charset=UTF-8")
                .header("Content-Language", "en")
                .header("Vary", containsString("Accept, Accept-Encoding, Accept-Language"))
                .body(containsString("The family tree of AI models"), containsString("<html lang=\"en\">"));
        for (String path : List.of("/", "/?lang=zh")) {
            given().accept(BROWSER)
                    .header("Accept-Language", path.equals("/") ? "zh-CN" : "en")
                    .get(path)
                    .then()
                    .header("Content-Language", "zh")
                    .body(containsString("AI 模型的谱系"), not(containsString("The family tree of AI models")));
        }
    }

    @Test
    void curl_gets_an_index_of_links_that_all_lead_somewhere() throws IOException {
        Response answer = given().accept("*/*").get("/");
        answer.then().statusCode(200).contentType("application/json").header("Link", containsString("service-desc"));
        JsonNode entries = new ObjectMapper().readTree(answer.asByteArray()).get("entries");
        assertTrue(entries.size() > 5);
        for (JsonNode entry : entries) {
            assertEquals(200, given().get(entry.get("href").asText()).statusCode(), entry::toString);
        }
        given().get("/").then().body(containsString("/card"));
    }

    @Test
    void an_agent_that_prefers_markdown_gets_the_guide_for_agents() {
        given().accept("text/markdown, */*;q=0.1")
                .get("/")
                .then()
                .contentType("text/markdown;charset=UTF-8")
                .body(equalTo(given().get("/llms.txt").asString()));
    }

    @ParameterizedTest
    @CsvSource({"/?lang=en", "/?lang=zh", "/docs?lang=en", "/docs?lang=zh"})
    void every_link_of_the_page_leads_somewhere(String path) {
        String page = given().accept(BROWSER).get(path).asString();
        Matcher links = HREF.matcher(page);
        Set<String> seen = new TreeSet<>();
        while (links.find()) {
            String href = links.group(1).replace("&amp;", "&");
            // The examples of the documentation are of the starter catalog.
            if (href.startsWith("/") && !href.contains("openai/") && !href.contains("gpt-4o") && seen.add(href)) {
                assertEquals(
                        200,
                        given().accept(BROWSER)
                                .urlEncodingEnabled(false)
                                .get(href)
                                .statusCode(),
                        href);
            }
        }
        assertTrue(seen.size() > 10, seen::toString);
    }

    @Test
    void pages_have_nothing_inline_and_load_from_here_alone() {
        for (String path : List.of(
                "/",
                "/docs",
                "/search",
                "/compare",
                "/bands",
                "/offerings",
                "/changes",
                "/nothing",
                "/models/aurora/echo")) {
            Response answer = given().accept(BROWSER).get(path);
            List<String> policies = answer.headers().getValues("Content-Security-Policy");
            assertEquals(1, policies.size(), path + policies);
            String policy = policies.get(0);
            assertTrue(policy.startsWith("default-src 'none'; style-src 'self'; script-src 'self'"), path + policy);
            assertFalse(policy.contains("unsafe"), policy);
            String page = answer.asString();
            assertFalse(page.contains("<style") || page.contains(" style=") || page.contains(" onclick="), path);
            assertFalse(INLINE_SCRIPT.matcher(page).find(), path);
        }
        assertEquals(
                "default-src 'none'; frame-ancestors 'none'",
                given().get("/api/v1/bands").header("Content-Security-Policy"));
    }

    @Test
    void style_and_scripts_are_kept_for_good_under_addresses_of_their_content() {
        Matcher assets = Pattern.compile("(?:href|src)=\"(/assets/[^\"]+)\"")
                .matcher(given().accept(BROWSER).get("/").asString());
        Set<String> seen = new TreeSet<>();
        while (assets.find()) {
            seen.add(assets.group(1));
            given().get(assets.group(1))
                    .then()
                    .statusCode(200)
                    .header("Cache-Control", "public, max-age=31536000, immutable")
                    .contentType(containsString(assets.group(1).endsWith(".css") ? "text/css" : "text/javascript"));
        }
        assertEquals(4, seen.size(), seen::toString);
        given().get("/assets/other.js").then().statusCode(404);
    }

    @Test
    void a_script_of_another_version_is_answered_but_not_kept() {
        given().get("/assets/tree-0123456789ab.js")
                .then()
                .statusCode(200)
                .header("Cache-Control", "public, no-cache")
                .contentType(containsString("text/javascript"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/robots.txt", "/llms.txt", "/favicon.ico", "/openapi.json", "/openapi.yaml"})
    void get_head_and_304_agree(String path) {
        for (String accept : List.of("text/html", "application/json")) {
            Response get =
                    given().accept(accept).header("Accept-Encoding", "identity").get(path);
            get.then().statusCode(200).header("ETag", not(is((Object) null)));
            Response head =
                    given().accept(accept).header("Accept-Encoding", "identity").head(path);
            head.then().statusCode(200).body(emptyString());
            assertEquals(headers(get), headers(head));
            Response unchanged = given().accept(accept)
                    .header("Accept-Encoding", "identity")
                    .header("If-None-Match", get.header("ETag"))
                    .get(path);
            unchanged.then().statusCode(304).body(emptyString());
            for (String name : List.of("ETag", "Cache-Control", "Vary", "Content-Language")) {
                assertEquals(get.header(name), unchanged.header(name), name);
            }
        }
    }

    private static Map<String, String> headers(Response response) {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().forEach(header -> headers.put(header.getName(), header.getValue()));
        headers.remove("Date");
        headers.remove("X-Request-Id");
        return headers;
    }

    @Test
    void pages_in_two_languages_and_the_index_have_different_validators() {
        Set<String> tags = new TreeSet<>();
        tags.add(given().accept("text/html").get("/?lang=en").header("ETag"));
        tags.add(given().accept("text/html").get("/?lang=zh").header("ETag"));
        tags.add(given().accept("application/json").get("/").header("ETag"));
        assertEquals(3, tags.size());
    }

    @Test
    void docs_lead_to_swagger_ui() {
        given().accept(BROWSER).get("/docs").then().statusCode(200).body(containsString("href=\"/q/swagger-ui/\""));
        given().get("/q/swagger-ui/").then().statusCode(200).body(containsString("/q/openapi"));
    }

    @Test
    void a_browser_gets_a_page_for_what_does_not_exist_and_a_program_a_problem() {
        given().accept(BROWSER)
                .get("/modles")
                .then()
                .statusCode(404)
                .contentType("text/html;charset=UTF-8")
                .body(containsString("Nothing is here"), containsString("noindex"));
        given().get("/modles").then().statusCode(404).contentType("application/problem+json");
        given().accept(BROWSER).get("/api/v1/modles").then().statusCode(404).contentType("application/problem+json");
    }

    @Test
    void the_documents_at_short_addresses_are_the_same() {
        for (String extension : List.of("json", "yaml")) {
            assertArrayEquals(
                    given().get("/q/openapi." + extension).asByteArray(),
                    given().get("/openapi." + extension).asByteArray());
        }
    }

    @Test
    void the_icon_is_an_icon_and_robots_are_told_what_to_leave() {
        byte[] icon = given().get("/favicon.ico")
                .then()
                .contentType("image/x-icon")
                .extract()
                .asByteArray();
        assertArrayEquals(new byte[] {0, 0, 1, 0}, Arrays.copyOf(icon, 4));
        given().get("/robots.txt")
                .then()
                .contentType("text/plain;charset=UTF-8")
                .body(containsString("Allow: /*?lang=zh$\nDisallow: /*?\n"));
    }

    @Test
    void without_an_address_in_the_settings_there_is_no_sitemap_and_no_canonical_link() {
        given().get("/sitemap.xml").then().statusCode(404);
        given().get("/robots.txt").then().body(not(containsString("Sitemap:")));
        given().accept(BROWSER)
                .get("/")
                .then()
                .body(not(containsString("canonical")), not(containsString("hreflang=\"x-")));
    }

    @Test
    void other_methods_are_refused_with_those_that_there_are() {
        given().header("Authorization", "Bearer " + GeneratedCatalogProfile.ADMIN)
                .post("/")
                .then()
                .statusCode(405)
                .header("Allow", "GET, HEAD, OPTIONS")
                .body("code", is("method_not_allowed"));
        given().options("/docs").then().statusCode(204).header("Allow", "GET, HEAD, OPTIONS");
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/model/aurora/echo, /api/v1/models/aurora/echo",
        "/api/v1/band/context, /api/v1/bands/context",
        "/models, /api/v1/models",
        "/api/models, /api/v1/models",
        "/models/aurora/echo, /api/v1/models/aurora/echo",
        "/api/v1/models/aurora/echo/crad, /api/v1/models/aurora/echo/card",
        "/swagger-ui, /q/swagger-ui",
    })
    void a_near_miss_suggests_a_path_that_exists(String path, String expected) {
        given().get(path)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .header("Cache-Control", "no-store")
                .body("suggestions[0]", is(expected));
        given().get(expected).then().statusCode(200);
    }

    @Test
    void the_detail_names_the_path_too() {
        given().get("/api/v1/modles")
                .then()
                .statusCode(404)
                .body("detail", is("Nothing exists at this path. Did you mean /api/v1/models?"));
        given().get("/something/else")
                .then()
                .statusCode(404)
                .body("detail", is("Nothing exists at this path."), "suggestions", is(List.of()));
    }

    @Test
    void a_part_of_a_model_that_is_misspelt_comes_before_other_models() {
        given().get("/api/v1/models/aurora/echo/scorse")
                .then()
                .statusCode(404)
                .body("suggestions[0]", is("/api/v1/models/aurora/echo/scores"));
    }

    /** Pages elsewhere load it under a name that stays. */
    @Test
    void the_element_of_cards_is_sent_small_and_asked_for_again_within_hours()
            throws IOException, InterruptedException {
        HttpResponse<byte[]> sent = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(
                                        URI.create("http://localhost:" + RestAssured.port + "/modeltree-card.js"))
                                .header("Accept-Encoding", "gzip")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertEquals(200, sent.statusCode());
        assertEquals("gzip", sent.headers().firstValue("Content-Encoding").orElse("none"));
        assertTrue(sent.body().length <= 12_000, sent.body().length + " bytes");
        byte[] script = given().get("/modeltree-card.js")
                .then()
                .statusCode(200)
                .header("Content-Type", containsString("text/javascript"))
                .header("Cache-Control", "public, max-age=3600, stale-while-revalidate=86400")
                .header("Cross-Origin-Resource-Policy", "cross-origin")
                .header("Access-Control-Allow-Origin", "*")
                .extract()
                .asByteArray();
        try (GZIPInputStream plain = new GZIPInputStream(new ByteArrayInputStream(sent.body()))) {
            assertArrayEquals(script, plain.readAllBytes());
        }
        assertTrue(script.length > 10_000, script.length + " bytes");
        given().header("If-None-Match", sent.headers().firstValue("ETag").orElseThrow())
                .header("Accept-Encoding", "gzip")
                .get("/modeltree-card.js")
                .then()
                .statusCode(304);
    }
}
