package org.modeltree.changes.feed;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.rometools.rome.feed.synd.SyndEntry;
import com.rometools.rome.feed.synd.SyndFeed;
import com.rometools.rome.io.FeedException;
import com.rometools.rome.io.SyndFeedInput;
import com.rometools.rome.io.XmlReader;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** The change log as feed readers read it. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class AtomFeedTest {

    private static final String ATOM = "http://www.w3.org/2005/Atom";
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @BeforeEach
    void one_model() {
        Importing.empty();
        Importing.write("PUT", "/models/elm/one", "{\"name\": \"One\"}", "If-None-Match", "*")
                .is(201);
    }

    private static HttpResponse<byte[]> get(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    private static SyndFeed read(byte[] feed) throws IOException, FeedException {
        return new SyndFeedInput().build(new XmlReader(new ByteArrayInputStream(feed)));
    }

    private static Document parsed(byte[] feed) throws IOException, SAXException, ParserConfigurationException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(feed));
    }

    private static void rename(String name) {
        Importing.write("PATCH", "/models/elm/one", "{\"name\": \"" + name + "\"}", "If-Match", "*")
                .is(200);
    }

    @Test
    void a_feed_reader_reads_titles_texts_and_times_newest_first() throws IOException, FeedException {
        rename("Uno & <b>dos</b> 三");
        Importing.write("DELETE", "/models/elm/one", null, "If-Match", "*").is(204);
        Importing.done("format=modeltree", "{\"type\":\"model\",\"id\":\"elm/two\",\"name\":\"Two\"}");
        HttpResponse<byte[]> response = get("/changes.atom");
        assertEquals(
                "200 application/atom+xml;charset=utf-8",
                response.statusCode() + " " + header(response, "Content-Type"));
        SyndFeed feed = read(response.body());
        assertEquals("atom_1.0", feed.getFeedType());
        List<String> titles =
                feed.getEntries().stream().map(SyndEntry::getTitle).toList();
        assertTrue(titles.get(0).startsWith("Catalog imported ("), titles::toString);
        List<String> words =
                titles.stream().map(title -> title.replaceFirst(" \\(.*", "")).toList();
        assertEquals("elm/one: model created", words.get(words.size() - 1));
        assertEquals("elm/one: model updated (name)", titles.get(titles.size() - 2));
        assertTrue(words.contains("elm/one: model deleted"), titles::toString);
        assertTrue(words.contains("elm/one: mark of deletion created"), titles::toString);
        SyndEntry renamed = feed.getEntries().get(titles.size() - 2);
        String text = renamed.getContents().get(0).getValue();
        assertTrue(text.endsWith("\nreplace /name: \"Uno & <b>dos</b> 三\""), text);
        assertEquals("text", renamed.getContents().get(0).getType());
        JsonNode changes = Importing.json("/changes").get("data");
        for (int i = 0; i < changes.size(); i++) {
            SyndEntry entry = feed.getEntries().get(changes.size() - 1 - i);
            assertEquals(
                    OffsetDateTime.parse(changes.get(i).get("time").asText()).toInstant(),
                    entry.getUpdatedDate().toInstant());
            String link = entry.getLink();
            assertTrue(link.startsWith("/api/v1/changes?since="), link);
            List<JsonNode> linked = new ArrayList<>();
            Importing.json(link.substring("/api/v1".length())).get("data").forEach(linked::add);
            assertTrue(linked.contains(changes.get(i)), link);
        }
    }

    /** What RFC 4287 requires of a feed and of an entry, and RFC 5005 of its pages. */
    @Test
    void pages_have_what_the_rfcs_require_and_cover_the_log_once()
            throws IOException, SAXException, ParserConfigurationException {
        int changes = 120;
        for (int i = 0; i < changes - 1; i++) {
            rename("Name " + i);
        }
        Set<String> ids = new HashSet<>();
        List<String> order = new ArrayList<>();
        String next = "/changes.atom";
        int pages = 0;
        String feedId = null;
        while (next != null) {
            String self = next;
            Document document = parsed(get(next).body());
            Element feed = document.getDocumentElement();
            assertEquals(ATOM + " feed", feed.getNamespaceURI() + " " + feed.getLocalName());
            for (String required : List.of("id", "title", "updated", "author")) {
                assertEquals(1, children(feed, required).size(), required);
            }
            String id = children(feed, "id").get(0).getTextContent();
            assertTrue(id.matches("tag:modeltree\\.org,2026:[0-9a-f-]{36}"), id);
            assertTrue(feedId == null || feedId.equals(id), "all pages are of one feed");
            feedId = id;
            assertEquals(self, link(feed, "self"));
            assertEquals("/changes.atom", link(feed, "first"));
            List<Element> entries = children(feed, "entry");
            assertEquals(
                    children(entries.get(0), "updated").get(0).getTextContent(),
                    children(feed, "updated").get(0).getTextContent());
            for (Element entry : entries) {
                for (String required : List.of("id", "title", "updated", "content")) {
                    assertEquals(1, children(entry, required).size(), required);
                }
                String own = children(entry, "id").get(0).getTextContent();
                assertTrue(own.startsWith(feedId + "/"), own);
                assertTrue(ids.add(own), own);
                order.add(children(entry, "updated").get(0).getTextContent());
            }
            next = link(feed, "next");
            pages++;
        }
        assertEquals("3 " + changes, pages + " " + ids.size());
        assertEquals(order.stream().sorted((one, other) -> other.compareTo(one)).toList(), order);
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList all = parent.getChildNodes();
        for (int i = 0; i < all.getLength(); i++) {
            if (all.item(i) instanceof Element element
                    && ATOM.equals(element.getNamespaceURI())
                    && element.getLocalName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    private static String link(Element feed, String relation) {
        return children(feed, "link").stream()
                .filter(link -> link.getAttribute("rel").equals(relation))
                .map(link -> link.getAttribute("href"))
                .findFirst()
                .orElse(null);
    }

    @Test
    void an_entry_keeps_its_id_and_a_seen_feed_is_not_sent_again() throws IOException, FeedException {
        await().atMost(Duration.ofSeconds(30)).until(() -> header(get("/changes.atom"), "Last-Modified") != null);
        HttpResponse<byte[]> first = get("/changes.atom");
        String id = read(first.body()).getEntries().get(0).getUri();
        String etag = header(first, "ETag");
        String modified = header(first, "Last-Modified");
        HttpResponse<byte[]> unchanged = get("/changes.atom", "If-None-Match", etag);
        assertEquals(
                "304 " + etag + " " + modified,
                unchanged.statusCode() + " " + header(unchanged, "ETag") + " " + header(unchanged, "Last-Modified"));
        assertEquals(304, get("/changes.atom", "If-Modified-Since", modified).statusCode());
        assertEquals(
                200,
                get("/changes.atom", "If-Modified-Since", "Sun, 22 Nov 2020 10:00:00 GMT")
                        .statusCode());
        assertEquals(200, get("/changes.atom", "If-Modified-Since", "yesterday").statusCode());
        assertEquals(
                200,
                get("/changes.atom", "If-Modified-Since", modified, "If-None-Match", "\"x\"")
                        .statusCode());
        rename("Uno");
        HttpResponse<byte[]> second = get("/changes.atom", "If-None-Match", etag);
        assertEquals(200, second.statusCode());
        // Another change of the same second would have the same date.
        assertNull(header(second, "Last-Modified"));
        assertEquals(
                200,
                get("/changes.atom", "If-Modified-Since", header(second, "Date"))
                        .statusCode());
        assertNotEquals(etag, header(second, "ETag"));
        assertEquals(id, read(second.body()).getEntries().get(1).getUri());
        assertEquals(Long.toString(Importing.revision()), header(second, "Modeltree-Revision"));
    }

    @Test
    void characters_that_xml_cannot_contain_are_replaced() throws IOException, FeedException {
        Importing.execute("""
                with r as (update catalog_revision set revision = revision + 1, changed_at = now() returning revision, changed_at)
                insert into change (revision, changed_at, kind, type, subject, model_id, patch)
                select r.revision, r.changed_at, 'update', 'model', 'elm/one', 'elm/one',
                       jsonb_build_array(jsonb_build_object('op', 'add', 'path', '/x' || chr(1) || chr(65534), 'value', 1))
                from r""");
        byte[] feed = get("/changes.atom").body();
        assertEquals(
                "elm/one: model updated (x\ufffd\ufffd)",
                read(feed).getEntries().get(0).getTitle());
    }

    @Test
    void a_place_that_is_none_is_refused_and_an_empty_log_is_a_feed() throws IOException, FeedException {
        HttpResponse<byte[]> refused = get("/changes.atom?before=yesterday");
        assertEquals("400 application/problem+json", refused.statusCode() + " " + header(refused, "Content-Type"));
        Importing.empty();
        SyndFeed feed = read(get("/changes.atom").body());
        assertEquals(List.of(), feed.getEntries());
        assertFalse(feed.getUri().isEmpty());
    }
}
