package org.modeltree.http.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.http.config.ManagementSettings;

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

    @Test
    void a_port_that_cannot_be_one_of_its_own_is_refused() {
        for (int port : List.of(-1, 65_536)) {
            assertEquals(
                    "modeltree.management.port must be between 0 and 65535, was " + port,
                    assertThrows(ConfigurationException.class, () -> new ManagementPort(settings(port), null, null))
                            .getMessage());
        }
        assertEquals(
                "modeltree.management.port must differ from quarkus.http.port; both are 8080",
                assertThrows(
                                ConfigurationException.class,
                                () -> ManagementPort.refuseSame(8080, "quarkus.http.port", Optional.of(8080)))
                        .getMessage());
        ManagementPort.refuseSame(9000, "quarkus.http.port", Optional.of(8080));
        ManagementPort.refuseSame(9000, "quarkus.http.port", Optional.empty());
        ManagementPort.refuseSame(0, "quarkus.http.port", Optional.of(0));
    }

    private static ManagementSettings settings(int port) {
        return new ManagementSettings() {
            @Override
            public OptionalInt port() {
                return OptionalInt.of(port);
            }

            @Override
            public String host() {
                return "127.0.0.1";
            }
        };
    }

    @Test
    void a_malformed_path_is_refused_on_both() throws IOException {
        for (String path : List.of("/%zz", "/q/metrics%", "/q/health/%a")) {
            for (int port : List.of(RestAssured.port, management.port())) {
                assertEquals("HTTP/1.0 400 Bad Request", statusLine(port, path), path);
            }
        }
    }

    /** Sent as it is: HTTP clients refuse such a path themselves. */
    private static String statusLine(int port, String path) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(("GET " + path + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.split("\r\n", 2)[0];
        }
    }
}
