package org.modeltree.changes.feed;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** Changes as they are made, over real connections. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class ChangeStreamTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_CLIENTS = 8;
    private static final int SHARE = MAX_CLIENTS / 4;

    @Inject
    MeterRegistry meters;

    @Inject
    ChangeStreams streams;

    @Inject
    LogReader reader;

    @BeforeEach
    void two_models() {
        await().atMost(PATIENCE).until(() -> clients() == 0);
        Importing.empty();
        create("one");
        create("two");
    }

    private double clients() {
        return meters.get("modeltree.change.streams.clients").gauge().value();
    }

    private static void create(String slug) {
        Importing.write("PUT", "/models/elm/" + slug, "{\"name\": \"" + slug + "\"}", "If-None-Match", "*")
                .is(201);
    }

    private static void rename(String slug, String name) {
        Importing.write("PATCH", "/models/elm/" + slug, "{\"name\": \"" + name + "\"}", "If-Match", "*")
                .is(200);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException noJson) {
            throw new IllegalStateException(text, noJson);
        }
    }

    private static String token(String role) {
        return Importing.write("POST", "/tokens", "{\"name\": \"streams\", \"role\": \"" + role + "\"}")
                .is(201)
                .json()
                .get("secret")
                .asText();
    }

    @Test
    void a_change_is_an_event_with_the_entry_of_the_log() {
        long before = Importing.revision();
        try (EventClient stream = EventClient.open("")) {
            assertEquals(
                    "200 text/event-stream no-store",
                    stream.status() + " " + stream.header("Content-Type").replaceFirst(";.*", "") + " "
                            + stream.header("Cache-Control"));
            assertEquals(List.of("retry: 3000", "id: " + before), stream.block());
            rename("one", "Uno");
            EventClient.Event event = stream.next();
            assertEquals("change", event.name());
            assertTrue(event.id().matches((before + 1) + "-\\d+"), event.id());
            assertEquals(Importing.json("/changes?since=" + before).at("/data/0"), json(event.data()));
        }
    }

    @Test
    void a_write_of_another_instance_is_an_event_too() {
        try (EventClient stream = EventClient.open("")) {
            Importing.execute("""
                    with r as (update catalog_revision set revision = revision + 1, changed_at = now() returning revision, changed_at)
                    insert into change (revision, changed_at, kind, type, subject, model_id, patch)
                    select r.revision, r.changed_at, 'update', 'model', 'elm/one', 'elm/one', '[]' from r""");
            assertEquals("elm/one", json(stream.next().data()).get("id").asText());
        }
    }

    @Test
    void two_writers_at_once_and_clients_that_resume_again_and_again_miss_nothing_and_get_nothing_twice()
            throws InterruptedException {
        int each = 60;
        long before = Importing.revision();
        List<Thread> writers = new ArrayList<>();
        for (String slug : List.of("one", "two")) {
            writers.add(new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    rename(slug, slug + " " + i);
                }
            }));
        }
        List<String> ids = new ArrayList<>();
        List<JsonNode> events = new ArrayList<>();
        writers.forEach(Thread::start);
        String[] resume = {};
        String query = "?since=" + before;
        while (events.size() < 2 * each) {
            try (EventClient stream = EventClient.open(query, resume)) {
                assertEquals(200, stream.status());
                // Connections that break at any place: after none, one, or some events.
                for (int i = events.size() % 7; i > 0 && events.size() < 2 * each; i--) {
                    EventClient.Event event = stream.next();
                    ids.add(event.id());
                    events.add(json(event.data()));
                }
                if (events.isEmpty() || events.size() % 7 == 0) {
                    EventClient.Event event = stream.next();
                    ids.add(event.id());
                    events.add(json(event.data()));
                }
                resume = new String[] {"Last-Event-ID", stream.lastId()};
            }
        }
        for (Thread writer : writers) {
            writer.join();
        }
        assertEquals(2L * each, ids.stream().distinct().count());
        List<JsonNode> logged = new ArrayList<>();
        Importing.json("/changes?limit=200&since=" + before).get("data").forEach(logged::add);
        assertEquals(logged, events);
    }

    @Test
    void a_place_between_two_entries_of_one_revision_is_resumed_there() {
        long before = Importing.revision();
        String id = Importing.done("format=modeltree", """
                {"type":"model","id":"elm/three","name":"Three"}
                {"type":"model","id":"elm/four","name":"Four"}
                """).get("id").asText();
        Importing.write("POST", "/imports/" + id + "/undo", null).is(200);
        List<EventClient.Event> all = new ArrayList<>();
        int entries = Importing.json("/changes?since=" + before).get("data").size();
        assertTrue(entries > 3, () -> entries + " entries");
        try (EventClient stream = EventClient.open("?since=" + before)) {
            for (int i = 0; i < entries; i++) {
                all.add(stream.next());
            }
        }
        for (int i = 0; i < entries - 1; i++) {
            try (EventClient stream =
                    EventClient.open("?since=0", "Last-Event-ID", all.get(i).id())) {
                assertEquals(all.get(i + 1), stream.next());
            }
        }
    }

    @Test
    void silence_is_filled_with_comments() {
        try (EventClient stream = EventClient.open("")) {
            stream.block();
            assertEquals(List.of(":"), stream.block());
            assertEquals(List.of(":"), stream.block());
            rename("one", "Uno");
            assertEquals("elm/one", json(stream.next().data()).get("id").asText());
        }
    }

    @Test
    void only_curators_read_who_made_a_change() {
        String reader = token("reader");
        String curator = token("curator");
        try (EventClient anybody = EventClient.open("");
                EventClient reading = EventClient.open("", "Authorization", "Bearer " + reader);
                EventClient curating = EventClient.open("", "Authorization", "Bearer " + curator)) {
            rename("one", "Uno");
            assertTrue(json(anybody.next().data()).get("actor").isNull());
            assertTrue(json(reading.next().data()).get("actor").isNull());
            assertTrue(json(curating.next().data()).get("actor").isTextual());
        }
    }

    @Test
    void places_that_do_not_exist_are_refused() {
        for (Map.Entry<String, String> wrong : Map.of(
                        "yesterday",
                        "Last-Event-ID",
                        "999999999-1",
                        "Last-Event-ID",
                        "-5",
                        "Last-Event-ID",
                        "999999",
                        "Modeltree-Revision")
                .entrySet()) {
            try (EventClient stream = EventClient.open("", wrong.getValue(), wrong.getKey())) {
                assertEquals("400 application/problem+json", stream.status() + " " + stream.header("Content-Type"));
                assertEquals(wrong.getValue(), stream.refused());
            }
        }
        try (EventClient stream = EventClient.open("?since=999999")) {
            assertEquals("400 since", stream.status() + " " + stream.refused());
        }
        try (EventClient stream = EventClient.open("?since=0", "Modeltree-Revision", "999999")) {
            assertEquals("400 Modeltree-Revision", stream.status() + " " + stream.refused());
        }
        try (EventClient stream = EventClient.open("?since=x")) {
            assertEquals(400, stream.status());
        }
        try (EventClient stream = EventClient.open("?nosuch=x")) {
            assertEquals(400, stream.status());
        }
        await().atMost(PATIENCE).until(() -> clients() == 0);
    }

    @Test
    void a_caller_has_a_quarter_of_the_places_and_all_have_no_more_than_there_are() {
        List<EventClient> open = new ArrayList<>();
        try {
            List<String> tokens = new ArrayList<>();
            for (int i = 0; i < MAX_CLIENTS / SHARE + 1; i++) {
                tokens.add("Bearer " + token("reader"));
            }
            for (String token : tokens.subList(0, MAX_CLIENTS / SHARE)) {
                for (int i = 0; i < SHARE; i++) {
                    EventClient stream = EventClient.open("", "Authorization", token);
                    open.add(stream);
                    assertEquals(200, stream.status());
                }
                try (EventClient refused = EventClient.open("", "Authorization", token)) {
                    assertEquals("429 5", refused.status() + " " + refused.header("Retry-After"));
                }
            }
            assertEquals(MAX_CLIENTS, clients());
            try (EventClient refused = EventClient.open("", "Authorization", tokens.get(MAX_CLIENTS / SHARE))) {
                assertEquals("503 5", refused.status() + " " + refused.header("Retry-After"));
            }
            open.remove(0).close();
            await().atMost(PATIENCE).until(() -> clients() == MAX_CLIENTS - 1);
            EventClient again = EventClient.open("", "Authorization", tokens.get(0));
            open.add(again);
            assertEquals(200, again.status());
        } finally {
            open.forEach(EventClient::close);
        }
    }

    @Test
    void a_client_that_stops_reading_is_disconnected_and_the_others_are_not() throws IOException {
        long before = Importing.revision();
        try (Socket stalled = new Socket();
                EventClient reading = EventClient.open("?since=" + before)) {
            stalled.setReceiveBufferSize(4_096);
            stalled.connect(new InetSocketAddress("localhost", RestAssured.port));
            stalled.getOutputStream()
                    .write(("GET /api/v1/changes/stream?since=" + before + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            await().atMost(PATIENCE).until(() -> clients() == 2);
            // Far more than the buffers of the sockets take.
            int changes = 120;
            large(changes);
            for (int i = 0; i < changes; i++) {
                assertEquals(
                        200_000,
                        json(reading.next().data())
                                .at("/patch/0/value")
                                .asText()
                                .length());
            }
            await().atMost(PATIENCE).until(() -> clients() == 1);
            rename("one", "Uno");
            assertEquals("elm/one", json(reading.next().data()).get("id").asText());
        }
    }

    @Test
    void many_large_changes_are_read_and_kept_in_small_parts_and_forgotten_after_the_last_stream() {
        long before = Importing.revision();
        int changes = 30;
        try (EventClient stream = EventClient.open("")) {
            large(changes);
            for (int i = 0; i < changes; i++) {
                assertTrue(stream.next().data().length() > 200_000);
            }
            long kept = streams.recent().bytes();
            assertTrue(kept > 400_000 && kept <= 4_000_000, () -> kept + " bytes");
        }
        await().atMost(PATIENCE).until(() -> clients() == 0);
        assertEquals(0, streams.recent().bytes());
        List<Long> revisions = new ArrayList<>();
        FeedPosition place = FeedPosition.endOf(before);
        EventPage page;
        do {
            page = reader.after(place);
            List<StreamEvent> events = page.events();
            assertTrue(events.size() < 3, () -> events.size() + " events");
            events.forEach(event -> revisions.add(event.place().revision()));
            place = events.get(events.size() - 1).place();
        } while (page.hasMore());
        assertEquals(
                LongStream.rangeClosed(before + 1, before + changes).boxed().toList(), revisions);
        try (EventClient stream = EventClient.open("?since=" + before)) {
            for (int i = 1; i <= changes; i++) {
                assertEquals(
                        before + i, json(stream.next().data()).get("revision").asLong());
            }
        }
    }

    private static void large(int changes) {
        for (int i = 0; i < changes; i++) {
            Importing.execute("""
                    with r as (update catalog_revision set revision = revision + 1, changed_at = now() returning revision, changed_at)
                    insert into change (revision, changed_at, kind, type, subject, model_id, patch)
                    select r.revision, r.changed_at, 'update', 'model', 'elm/one', 'elm/one',
                           jsonb_build_array(jsonb_build_object('op', 'add', 'path', '/summary', 'value', repeat('x', 200000)))
                    from r""");
        }
    }

    @Test
    void head_has_the_headers_and_takes_no_place() {
        Importing.Answer head = Importing.send("HEAD", "/changes/stream", null).is(200);
        assertEquals("text/event-stream", head.header("Content-Type").replaceFirst(";.*", ""));
        assertEquals("no-store", head.header("Cache-Control"));
        assertEquals(0, clients());
        try (EventClient stream = EventClient.open("")) {
            assertEquals(200, stream.status());
        }
    }
}
