package org.modeltree.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.config.DecoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.GeneratedCatalogProfile;

@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class OpenApiRouteTest {

    private static final Path COMMITTED = Path.of("openapi", "openapi.yaml");
    private static final String YAML = "application/yaml;charset=UTF-8";
    private static final String JSON = "application/json;charset=UTF-8";
    /** Without it, the client asks for gzip. */
    private static final RestAssuredConfig PLAIN = RestAssuredConfig.config()
            .decoderConfig(DecoderConfig.decoderConfig().noContentDecoders());

    @Test
    void the_committed_file_is_served_byte_by_byte() throws IOException {
        for (String path : List.of("/q/openapi", "/q/openapi.yaml", "/q/openapi.yml")) {
            Response answer = given().get(path);
            answer.then().statusCode(200).contentType(is(YAML));
            assertArrayEquals(Files.readAllBytes(COMMITTED), answer.asByteArray(), path);
        }
    }

    @Test
    void the_same_document_is_served_as_json() throws IOException {
        Response byPath = given().get("/q/openapi.json");
        byPath.then().statusCode(200).contentType(is(JSON));
        assertEquals(new YAMLMapper().readTree(COMMITTED.toFile()), new ObjectMapper().readTree(byPath.asByteArray()));
        for (Response other : List.of(
                given().get("/q/openapi?format=json"),
                given().accept("application/json").get("/q/openapi"))) {
            assertArrayEquals(byPath.asByteArray(), other.asByteArray());
        }
        given().accept("application/json").get("/q/openapi.yaml").then().contentType(is(YAML));
    }

    @Test
    void it_can_be_cached_and_compressed() throws IOException {
        Response first = given().header("Accept-Encoding", "gzip").get("/q/openapi");
        first.then().statusCode(200).header("Content-Encoding", "gzip");
        String tag = first.header("ETag");
        given().header("Accept-Encoding", "gzip")
                .header("If-None-Match", tag)
                .get("/q/openapi")
                .then()
                .statusCode(304)
                .header("ETag", tag)
                .header("Cache-Control", "public, max-age=60, stale-while-revalidate=600")
                .body(emptyString());
        given().header("Accept-Encoding", "identity")
                .get("/q/openapi.json")
                .then()
                .header("ETag", not(is(tag)));
    }

    @Test
    void head_has_its_length() throws IOException {
        given().config(PLAIN)
                .head("/q/openapi")
                .then()
                .statusCode(200)
                .header("Content-Length", Long.toString(Files.size(COMMITTED)))
                .body(emptyString());
    }

    @Test
    void swagger_ui_asks_for_it_here() {
        given().get("/q/swagger-ui/").then().statusCode(200).body(containsString("/q/openapi"));
    }

    @Test
    void swagger_ui_locks_what_needs_a_token() {
        String plugin = "isAuthorized: !props.isAuthorized";
        given().get("/q/swagger-ui/").then().statusCode(200).body(containsString(plugin));
        // The names that the plugin relies on; another version of Swagger UI may have others.
        given().get("/q/swagger-ui/swagger-ui-bundle.js")
                .then()
                .statusCode(200)
                .body(containsString("authorizeOperationBtn:"), containsString("isAuthorized:"));
    }
}
