package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/** Searches for words that are nowhere, but like others. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class MisspeltSearchTest {

    @BeforeEach
    void fill() {
        Importing.empty();
        Importing.post("format=modeltree", """
                {"type":"model","id":"birch/one","name":"Claude Perplexity"}
                {"type":"model","id":"birch/two","name":"Claude"}
                """.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void what_a_word_was_meant_for_does_not_depend_on_the_words_before_it() {
        // Each has two letters wrong, and the long one is looked for among those that have more in common with it.
        assertEquals(List.of("birch/one"), found("perplaxitty"));
        assertEquals(List.of("birch/two", "birch/one"), found("clawdo"));
        assertEquals(List.of("birch/one"), found("clawdo+perplaxitty"));
        assertEquals(List.of("birch/one"), found("perplaxitty+clawdo"));
    }

    @Test
    void words_whose_last_model_is_gone_or_renamed_are_forgotten() {
        Importing.post("format=modeltree", """
                {"type":"model","id":"birch/zephyrian","name":"Zephyrian"}
                {"type":"model","id":"birch/3","name":"Zephyrion"}
                {"type":"model","id":"birch/4","name":"Zephyrion"}
                """.getBytes(StandardCharsets.UTF_8));
        assertEquals(Set.of("birch/3", "birch/4"), Set.copyOf(found("zephyrion")));
        Importing.post("format=modeltree", """
                {"type":"model","id":"birch/3","name":"Three"}
                """.getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of("birch/4"), found("zephyrion"));
        assertEquals(List.of("birch/3"), found("three"));
        Importing.execute("delete from model where id = 'birch/4'");
        Importing.execute("update catalog_revision set revision = revision + 1");
        Importing.post("format=modeltree", """
                {"type":"model","id":"birch/5","name":"Five"}
                """.getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of("birch/zephyrian"), found("zephyrion"));
        assertEquals("", wordsThatAreNotAsInNames());
    }

    /** Words whose count is another than that of their places in names, by a query of its own. */
    private static String wordsThatAreNotAsInNames() {
        return Importing.ask("""
                select coalesce(string_agg(coalesce(s.word, n.word), ' '), '')
                from search_word s
                full join (
                    select w as word, count(*) as uses
                    from model_search m, unnest(string_to_array(m.names, ' ')) w where w <> '' group by w) n
                on n.word = s.word
                where s.uses is distinct from n.uses
                """);
    }

    private static List<String> found(String q) {
        JsonNode page = Importing.get("/models?fields=id&q=" + q).is(200).json();
        List<String> ids = new ArrayList<>();
        page.get("data").forEach(model -> ids.add(model.get("id").asText()));
        return ids;
    }
}
