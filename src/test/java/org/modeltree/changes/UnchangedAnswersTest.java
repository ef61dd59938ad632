package org.modeltree.changes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** A client that polls gets 304 as long as nothing that its answer shows has changed, whatever others write meanwhile. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class UnchangedAnswersTest {

    /** Edits of a family; a thousand with {@code -Dpoller.edits=1000}. */
    private static final int EDITS = Integer.getInteger("poller.edits", 60);

    private static final int ALL_EVERY = 20;

    private static final String EDITED = "alder/edited";

    /** Answers that do not show the family of the edited model. */
    private static final List<String> OTHERS = List.of(
            "/bands/context",
            "/bands/context?cohort=current&histogram=5",
            "/bands/context?vendor=alder",
            "/bands",
            "/bands/context/history",
            "/models/elm/other",
            "/models/elm/other/card",
            "/models/elm/other/card?lang=zh",
            "/models/elm/other/scores",
            "/models/elm/other/lineage",
            "/models/elm/other/offerings",
            "/models/elm/other/measurements",
            "/models/elm/other/document",
            "/models/" + EDITED + "/scores",
            "/models/" + EDITED + "/lineage",
            "/models/" + EDITED + "/offerings",
            "/models/" + EDITED + "/measurements",
            "/models?vendor=elm",
            "/models?vendor=elm&include=scores,lineage,offerings&facets=kind",
            "/models?fields=name",
            "/cards?ids=elm/other,elm/parent",
            "/compare?ids=elm/other," + EDITED,
            "/vendors",
            "/vendors/alder",
            "/providers",
            "/providers/elm",
            "/providers/elm/offerings",
            "/benchmarks",
            "/benchmarks/context-window",
            "/capabilities",
            "/capabilities/context",
            "/capabilities/context/score?raw=8192",
            "/scores?capability=context",
            "/scores?capability=context&cohort=current",
            "/tree",
            "/resolve?id=elm/other",
            "/offerings?model=elm/other",
            "/changes?capability=context",
            "/quality?model=elm/other");

    @BeforeEach
    void catalog() {
        StringBuilder catalog = new StringBuilder("""
                {"type":"vendor","id":"alder","name":"Alder"}
                {"type":"vendor","id":"elm","name":"Elm"}
                {"type":"provider","id":"elm","name":"Elm"}
                {"type":"benchmark","id":"context-window","label":"Context window","unit":"tokens"}
                {"type":"capability","id":"context","label":{"en":"Context / memory"},"description":{"en":"Each doubling is one point."},"benchmark":"context-window","scale":{"kind":"log","floor":2048,"ceiling":2097152}}
                {"type":"model","id":"elm/parent","name":"Parent","releaseDate":"2024-01-01"}
                {"type":"model","id":"elm/other","name":"Other","releaseDate":"2025-11-01","modalities":{"input":["text"],"output":["text"]}}
                {"type":"model","id":"alder/edited","name":"Edited","releaseDate":"2026-01-01","modalities":{"input":["text"],"output":["text"]}}
                {"type":"edge","child":"elm/other","parent":"elm/parent","relation":"successor"}
                {"type":"edge","child":"alder/edited","parent":"elm/other","relation":"fine_tune"}
                {"type":"offering","provider":"elm","id":"other","model":"elm/other","prices":[{"kind":"metered","input":"1","output":"2"}]}
                {"type":"card","model":"elm/other","texts":{"en":{"whyItMatters":"It is another."}}}
                """);
        List<String> measured = List.of("elm/parent", "elm/other", EDITED, "field/a", "field/b", "field/c");
        for (String id : measured) {
            if (id.startsWith("field")) {
                catalog.append("{\"type\":\"model\",\"id\":\"%s\",\"name\":\"%s\",\"releaseDate\":\"2026-02-02\"}\n"
                        .formatted(id, id));
            }
            catalog.append(
                    "{\"type\":\"measurement\",\"model\":\"%s\",\"benchmark\":\"context-window\",\"raw\":%d,\"source\":\"https://%s\"}\n"
                            .formatted(id, 4096 << measured.indexOf(id), id));
        }
        Importing.empty();
        Importing.done("format=modeltree", catalog.toString());
    }

    private static void edit(String model, String patch) {
        Importing.write("PATCH", "/models/" + model, patch, "If-Match", "*").is(200);
    }

    private static String validator(String path) {
        return Importing.get(path).is(200).header("ETag");
    }

    @Test
    void a_poller_gets_304_through_edits_of_families() {
        Map<String, String> validators = new TreeMap<>();
        OTHERS.forEach(path -> validators.put(path, validator(path)));
        Map<String, Integer> unchanged = new TreeMap<>();
        Map<String, Integer> polls = new TreeMap<>();
        for (int i = 1; i <= EDITS; i++) {
            edit(EDITED, "{\"family\": \"family-%d\"}".formatted(i));
            long revision = Importing.revision();
            for (String path : i % ALL_EVERY == 0 || i == EDITS ? OTHERS : OTHERS.subList(0, 1)) {
                Importing.Answer answer = Importing.get(path, "If-None-Match", validators.get(path));
                polls.merge(path, 1, Integer::sum);
                unchanged.merge(path, answer.status() == 304 ? 1 : 0, Integer::sum);
                assertEquals(Long.toString(revision), answer.header("Modeltree-Revision"), path);
            }
        }
        System.out.println(EDITS + " edits of a family; 304 of polls by path:");
        polls.forEach((path, count) -> System.out.println("  " + unchanged.get(path) + " of " + count + "  " + path));
        assertEquals(polls, unchanged);
    }

    @Test
    void an_answer_changes_with_what_it_shows() {
        List<Integer> raws = List.of(2_097_152, 2_500, 600_000);
        for (String path : OTHERS.subList(0, 3)) {
            String before = validator(path);
            Importing.write(
                            "PUT",
                            "/models/alder/edited/measurements/m" + OTHERS.indexOf(path),
                            "{\"benchmark\": \"context-window\", \"raw\": %d, \"verified\": true, \"date\": \"2026-0%d\", \"source\": \"https://alder.example\"}"
                                    .formatted(raws.get(OTHERS.indexOf(path)), 1 + OTHERS.indexOf(path)),
                            "If-None-Match",
                            "*")
                    .is(201);
            assertNotEquals(before, validator(path), path);
        }
        // A figure on a card moves, although the model itself does not.
        String card = validator("/models/elm/other/card");
        String cards = validator("/cards?ids=elm/other");
        String model = validator("/models/elm/other");
        Importing.write(
                        "PUT",
                        "/models/field/a/measurements/more",
                        "{\"benchmark\": \"context-window\", \"raw\": 2097152, \"verified\": true, \"source\": \"https://field.example\"}",
                        "If-None-Match",
                        "*")
                .is(201);
        assertNotEquals(card, validator("/models/elm/other/card"));
        assertNotEquals(cards, validator("/cards?ids=elm/other"));
        assertEquals(model, validator("/models/elm/other"));
        edit("elm/other", "{\"family\": \"elms\"}");
        assertNotEquals(model, validator("/models/elm/other"));
    }
}
