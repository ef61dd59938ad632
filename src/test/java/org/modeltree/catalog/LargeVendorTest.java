package org.modeltree.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** Lists of a vendor that has more models than lists of few models are made for. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class LargeVendorTest {

    private static final int MODELS = 1_001;

    @BeforeEach
    void catalog() {
        Importing.empty();
        Importing.done(
                "format=modeltree",
                "{\"type\":\"vendor\",\"id\":\"oak\",\"name\":\"Oak\"}\n"
                        + IntStream.range(0, MODELS)
                                .mapToObj(i ->
                                        "{\"type\":\"model\",\"id\":\"oak/m%d\",\"name\":\"M%d\",\"parameters\":%d}"
                                                .formatted(i, i, 1 + i))
                                .collect(Collectors.joining("\n")));
    }

    @Test
    void its_pages_have_all_of_its_models_in_order() {
        List<String> ids = new ArrayList<>();
        String path = "/models?vendor=oak&sort=-parameters&limit=200";
        while (path != null) {
            JsonNode page = Importing.get(path).json();
            assertEquals(MODELS, page.at("/meta/total").asInt());
            page.get("data").forEach(model -> ids.add(model.get("id").asText()));
            JsonNode next = page.at("/links/next");
            path = next.isNull() ? null : next.asText().substring("/api/v1".length());
        }
        assertEquals(
                IntStream.range(0, MODELS)
                        .mapToObj(i -> "oak/m" + (MODELS - 1 - i))
                        .toList(),
                ids);
    }
}
