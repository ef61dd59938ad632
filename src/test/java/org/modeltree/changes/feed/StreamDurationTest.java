package org.modeltree.changes.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** Streams of changes end after a while, so that a revoked token is noticed. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.OtherSettings.class)
class StreamDurationTest {

    private static final String MODEL = "/models/elm/short-stream";

    @Test
    void a_stream_ends_and_its_last_id_resumes_it_without_a_gap() {
        Importing.empty();
        String last;
        try (EventClient stream = EventClient.open("")) {
            List<String> block;
            do {
                block = stream.block();
            } while (block != null);
            last = stream.lastId();
        }
        Importing.write("PUT", MODEL, "{\"name\": \"Short\"}", "If-None-Match", "*")
                .is(201);
        try (EventClient stream = EventClient.open("", "Last-Event-ID", last)) {
            assertTrue(stream.next().data().contains("elm/short-stream"));
            assertEquals(last, Long.toString(Importing.revision() - 1));
        }
    }
}
