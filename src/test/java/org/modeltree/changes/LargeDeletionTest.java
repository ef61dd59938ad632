package org.modeltree.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.changes.Json.json;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** A model with many children is deleted while others write: each write happens before or after all of the deletion. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class LargeDeletionTest {

    private static final String MODELS = "/api/v1/models/";
    private static final Client CURATOR = Client.admin();
    private static final Client READER = Client.anybody();
    private static final int CHILDREN = 400;
    private static final int MAX_BUSY = 20;

    @BeforeEach
    void family() {
        Importing.empty();
        StringBuilder family = new StringBuilder("""
                {"type":"benchmark","id":"quiz","label":"Quiz","unit":"percent"}
                {"type":"model","id":"oak/parent","name":"Parent"}
                {"type":"model","id":"oak/heir","name":"Heir"}
                {"type":"model","id":"oak/other","name":"Other"}
                """);
        for (int i = 0; i < CHILDREN; i++) {
            family.append("""
                    {"type":"model","id":"oak/c%1$d","name":"C"}
                    {"type":"edge","child":"oak/c%1$d","parent":"oak/parent","relation":"fine_tune"}
                    {"type":"measurement","id":"m%1$d","model":"oak/parent","benchmark":"quiz","raw":%2$d,"source":"https://q.example/%1$d"}
                    """.formatted(i, i % 100));
        }
        Importing.done("format=modeltree", family.toString());
    }

    private static long edges(String parent) {
        return Long.parseLong(Importing.ask("select count(*) from lineage_edge where parent_id = '" + parent + "'"));
    }

    /** A write in a thread of its own; where the machine is so busy that its time is over, it is tried again. */
    private static CompletableFuture<Reply> beside(Supplier<Reply> write) {
        return CompletableFuture.supplyAsync(() -> {
            Reply reply = write.get();
            for (int again = 0; again < MAX_BUSY && reply.status() == 503; again++) {
                reply = write.get();
            }
            return reply;
        });
    }

    @Test
    void other_writers_are_before_or_after_all_of_it() {
        long before = READER.get("/api/v1/vendors").revision();
        CompletableFuture<Reply> deletion =
                beside(() -> CURATOR.delete(MODELS + "oak/parent?reparentTo=oak/heir", "If-Match", "*"));
        // One that has nothing to do with it, and three that meet it.
        List<CompletableFuture<Reply>> others = List.of(
                beside(() -> CURATOR.patch(MODELS + "oak/other", json("{name: 'Another'}"), "If-Match", "*")),
                beside(() -> CURATOR.put(
                        MODELS + "oak/other/parents/oak/parent",
                        json("{relation: 'fine_tune'}"),
                        "If-None-Match",
                        "*")),
                beside(() -> CURATOR.delete(MODELS + "oak/c0/parents/oak/parent", "If-Match", "*")),
                beside(() -> CURATOR.put(
                        MODELS + "oak/parent/measurements/late",
                        json("{benchmark: 'quiz', raw: 5, source: 'https://q.example'}"),
                        "If-None-Match",
                        "*")));
        deletion.join().is(204);
        others.get(0).join().is(200);
        boolean joined = others.get(1).join().status() == 201;
        boolean left = others.get(2).join().status() == 204;
        int measured = others.get(3).join().status();
        assertTrue(
                joined
                        || List.of(404, 409, 410, 422)
                                .contains(others.get(1).join().status()),
                others.get(1).join()::said);
        assertTrue(left || others.get(2).join().status() == 404, others.get(2).join()::said);
        assertTrue(measured == 201 || measured == 410, others.get(3).join()::said);
        // Nobody is left with the model that is gone.
        assertEquals(0, edges("oak/parent"));
        assertEquals(CHILDREN + (joined ? 1 : 0) - (left ? 1 : 0), edges("oak/heir"));
        assertEquals("0", Importing.ask("select count(*) from measurement where model_id = 'oak/parent'"));
        int writes = 2 + (joined ? 1 : 0) + (left ? 1 : 0) + (measured == 201 ? 1 : 0);
        assertEquals(before + writes, READER.get("/api/v1/vendors").revision());
        READER.get(MODELS + "oak/parent").is(410);
    }
}
