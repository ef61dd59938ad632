package org.modeltree.pages;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;
import org.w3c.dom.NodeList;

/** What search engines get from a service that knows its address. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.OtherSettings.class)
class SitemapTest {

    private static final String BASE = "https://models.example";
    private static final String MODELS = """
            {"type":"benchmark","id":"quiz","label":"Quiz","unit":"percent"}
            {"type":"capability","id":"quiz","label":{"en":"Quiz"},"description":{"en":"Q."},"benchmark":"quiz","scale":{"kind":"linear","floor":0,"ceiling":100}}
            {"type":"provider","id":"quay.2","name":"Quay"}
            {"type":"model","id":"alder/one","name":"One"}
            {"type":"model","id":"birch/two.5","name":"Two"}
            """;

    @BeforeEach
    void catalog() {
        Importing.empty();
        Importing.done("format=modeltree", MODELS);
    }

    /** Addresses in a sitemap, which is read by a parser of XML. */
    private static List<String> addresses(String path) throws Exception {
        Response file = given().get(path);
        assertEquals(200, file.statusCode(), path);
        assertEquals("application/xml;charset=UTF-8", file.contentType());
        NodeList found = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(file.asByteArray()))
                .getElementsByTagName("loc");
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> found.item(i).getTextContent())
                .toList();
    }

    /** Addresses in all files that the index names. */
    private static List<String> all() throws Exception {
        List<String> all = new ArrayList<>();
        for (String file : addresses("/sitemap.xml")) {
            assertTrue(file.startsWith(BASE + "/sitemap-"), file);
            List<String> part = addresses(file.substring(BASE.length()));
            assertTrue(part.size() <= Sitemaps.MAX_ADDRESSES, file);
            all.addAll(part);
        }
        return all;
    }

    @Test
    void sitemaps_have_every_page_without_parameters_and_each_exists() throws Exception {
        List<String> all = all();
        assertEquals(
                List.of(
                        "/",
                        "/search",
                        "/bands",
                        "/compare",
                        "/offerings",
                        "/providers",
                        "/changes",
                        "/docs",
                        "/bands/quiz",
                        "/providers/quay.2",
                        "/m/alder/one",
                        "/m/birch/two.5"),
                all.stream().map(one -> one.substring(BASE.length())).toList());
        for (String address : all) {
            given().accept("text/html")
                    .get(address.substring(BASE.length()))
                    .then()
                    .statusCode(200)
                    .body(containsString("<link rel=\"canonical\" href=\"" + address + "\">"));
        }
        Importing.write("PUT", "/models/birch/three", "{\"name\":\"Three\"}", "If-None-Match", "*")
                .is(201);
        assertTrue(all().contains(BASE + "/m/birch/three"));
    }

    @Test
    void a_large_catalog_has_several_files() throws Exception {
        Importing.done(
                "format=modeltree",
                IntStream.range(0, Sitemaps.MAX_ADDRESSES + 1)
                        .mapToObj("{\"type\":\"model\",\"id\":\"many/m-%d\",\"name\":\"M\"}\n"::formatted)
                        .collect(Collectors.joining()));
        assertEquals(2, addresses("/sitemap.xml").size());
        List<String> all = all();
        assertEquals(all.size(), all.stream().distinct().count());
        assertEquals(Sitemaps.MAX_ADDRESSES + 13, all.size());
        given().get("/sitemap-3.xml").then().statusCode(404);
    }

    @Test
    void crawlers_find_the_sitemap_and_pages_name_their_addresses_in_both_languages() {
        given().get("/robots.txt").then().body(containsString("\nSitemap: " + BASE + "/sitemap.xml\n"));
        String page = given().accept("text/html").get("/m/alder/one?lang=zh").asString();
        for (String expected : List.of(
                "<link rel=\"canonical\" href=\"" + BASE + "/m/alder/one?lang=zh\">",
                "<link rel=\"alternate\" hreflang=\"en\" href=\"" + BASE + "/m/alder/one?lang=en\">",
                "<link rel=\"alternate\" hreflang=\"x-default\" href=\"" + BASE + "/m/alder/one\">",
                "<meta property=\"og:url\" content=\"" + BASE + "/m/alder/one?lang=zh\">")) {
            assertTrue(page.contains(expected), expected);
        }
    }
}
