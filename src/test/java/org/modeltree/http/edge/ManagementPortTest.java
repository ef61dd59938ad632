package org.modeltree.http.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/** With a port of their own, health and metrics are there and nowhere else, and nothing else is. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.OtherSettings.class)
class ManagementPortTest {

    private static final List<String> MANAGED =
            List.of("/q/health", "/q/health/live", "/q/health/ready", "/q/health/started", "/q/metrics");
    private static final List<String> OTHERS = List.of(
            "/", "/api/v1/models", "/q/openapi", "/q/swagger-ui/", "/openapi.json", "/q/healthy", "/q/metricsx");

    @Inject
    ManagementPort management;

    private Response there(String path) {
        return RestAssured.given()
                .port(management.port())
                .urlEncodingEnabled(false)
                .get(path);
    }

    private static Response here(String path) {
        return RestAssured.given().urlEncodingEnabled(false).get(path);
    }

    @Test
    void health_and_metrics_are_on_their_port_only() {
        for (String path : MANAGED) {
            there(path).then().statusCode(200);
            Response refused = here(path);
            assertEquals(404, refused.statusCode(), path);
            assertEquals("application/problem+json", refused.contentType().replaceFirst(";.*", ""));
        }
        assertTrue(there("/q/metrics").asString().contains("http_server_requests_seconds"));
    }

    @Test
    void nothing_else_is_on_that_port() {
        for (String path : OTHERS) {
            assertEquals(404, there(path).statusCode(), path);
        }
        here("/api/v1/models").then().statusCode(200);
        here("/q/openapi").then().statusCode(200);
    }

    @Test
    void an_encoded_path_leads_around_neither() {
        for (String path :
                List.of("/q/%68ealth", "/q/./health", "/q//health", "/Q/health", "/q/health%2fready", "//q/metrics")) {
            int status = here(path).statusCode();
            assertTrue(status == 404 || status == 400, path + " " + status);
        }
    }
}
