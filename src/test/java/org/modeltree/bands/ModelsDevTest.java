package org.modeltree.bands;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** Known answer: the canonical models of models.dev alone, from the public file where it is at hand. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class ModelsDevTest {

    private static final Path FILE = Path.of("..", "shared", "data", "models.dev-models.json");

    @BeforeAll
    static void only_where_the_file_is() {
        Assumptions.assumeTrue(
                Files.exists(FILE),
                "the public models.dev file is not part of this project and not beside it: " + FILE);
    }

    /** Imports the ids, names, release dates and context windows of the file. */
    @BeforeEach
    void only_its_models() throws IOException {
        StringBuilder catalog = new StringBuilder("""
                {"type":"benchmark","id":"context-window","label":"Context window","unit":"tokens"}
                {"type":"capability","id":"context","label":{"en":"Context / memory"},"description":{"en":"Each doubling is one point."},"benchmark":"context-window","scale":{"kind":"log","floor":2048,"ceiling":2097152}}
                """);
        for (JsonNode model : new ObjectMapper().readTree(FILE.toFile())) {
            String id = model.get("id").asText();
            catalog.append("{\"type\":\"model\",\"id\":\"%s\",\"name\":%s,\"releaseDate\":\"%s\"}\n"
                    .formatted(id, model.get("name"), model.get("release_date").asText()));
            long tokens = model.at("/limit/context").asLong();
            if (tokens > 0) {
                catalog.append(
                        "{\"type\":\"measurement\",\"model\":\"%s\",\"benchmark\":\"context-window\",\"raw\":%d,\"source\":\"https://models.dev\"}\n"
                                .formatted(id.toLowerCase(Locale.ROOT), tokens));
            }
        }
        Importing.empty();
        Importing.done("format=modeltree", catalog.toString());
    }

    @Test
    void the_band_of_context_windows_is_the_known_one() {
        JsonPath band = JsonPath.with(given().get("/api/v1/bands/context").asString())
                .using(JsonPathConfig.jsonPathConfig().numberReturnType(JsonPathConfig.NumberReturnType.DOUBLE));
        assertEquals(228, band.getInt("count"));
        assertEquals(5.9658, band.getDouble("lower.exact"), 5e-5);
        assertEquals(128_000, band.getInt("lower.raw"));
        assertEquals(8.9316, band.getDouble("upper.exact"), 5e-5);
        assertEquals(1_000_000, band.getInt("upper.raw"));
    }

    @Test
    void every_model_of_the_file_is_there() throws IOException {
        int models = new ObjectMapper().readTree(FILE.toFile()).size();
        assertEquals(models, given().get("/api/v1/models?limit=1").<Integer>path("meta.total"));
    }
}
