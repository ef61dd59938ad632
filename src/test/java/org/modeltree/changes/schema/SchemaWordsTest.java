package org.modeltree.changes.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SchemaWordsTest {

    @Test
    void every_pattern_of_the_schema_has_words() throws IOException {
        Set<String> patterns = new TreeSet<>();
        collect(
                new ObjectMapper()
                        .readTree(Path.of("openapi/catalog.schema.json").toFile()),
                patterns);
        assertTrue(patterns.size() > 10, patterns::toString);
        patterns.removeIf(pattern -> SchemaWords.ofPattern(pattern).isPresent());
        assertEquals(Set.of(), patterns);
    }

    private static void collect(JsonNode node, Set<String> patterns) {
        if (node.path("pattern").isTextual()) {
            patterns.add(node.get("pattern").asText());
        }
        node.forEach(child -> collect(child, patterns));
    }
}
