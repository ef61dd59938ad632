package org.modeltree.pages;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.GeneratedCatalogProfile;

@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class IndexResourceTest {

    private static JsonNode index() throws IOException {
        Response answer = given().get("/api/v1");
        answer.then().statusCode(200).contentType("application/json");
        return new ObjectMapper().readTree(answer.asByteArray());
    }

    @Test
    void the_index_has_every_operation_of_the_contract() throws IOException {
        JsonNode paths = new YAMLMapper()
                .readTree(Path.of("openapi", "openapi.yaml").toFile())
                .get("paths");
        Set<String> expected = new TreeSet<>();
        paths.properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(operation -> operation.getValue().has("operationId"))
                        .forEach(operation ->
                                expected.add(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey())));
        Set<String> listed = new TreeSet<>();
        for (JsonNode entry : index().get("entries")) {
            String path = entry.get("template").asText().replaceFirst("\\{\\?.*", "");
            entry.get("methods").forEach(method -> listed.add(method.asText() + " " + path));
        }
        assertEquals(expected, listed);
    }

    @Test
    void an_address_without_variables_can_be_followed_and_others_are_templates() throws IOException {
        int followed = 0;
        for (JsonNode entry : index().get("entries")) {
            String template = entry.get("template").asText();
            boolean hasVariables = template.replaceFirst("\\{\\?.*", "").contains("{");
            assertEquals(hasVariables, entry.get("href").isNull(), template);
            assertTrue(entry.get("description").asText().length() > 5, template);
            // A stream has no end.
            boolean hasEnd = !entry.get("name").asText().equals("streamChanges");
            if (hasEnd && !hasVariables && entry.get("methods").get(0).asText().equals("GET")) {
                int status = given().get(entry.get("href").asText()).statusCode();
                // Some need a parameter or a token.
                assertTrue(Set.of(200, 400, 401).contains(status), () -> template + " " + status);
                followed += status == 200 ? 1 : 0;
            }
        }
        assertTrue(followed >= 10, followed + " followed");
    }

    @Test
    void templates_have_the_query_parameters() {
        given().get("/api/v1")
                .then()
                .body("entries.find { it.name == 'getTree' }.href", is("/api/v1/tree"))
                .body("entries.find { it.name == 'getCard' }.href", nullValue())
                .body(
                        "entries.find { it.name == 'getCard' }.template",
                        is("/api/v1/models/{vendor}/{slug}/card{?lang}"));
    }
}
