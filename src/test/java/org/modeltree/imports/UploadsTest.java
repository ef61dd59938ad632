package org.modeltree.imports;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.http.RawConnection;

/** Catalogs that come slowly, or should not have been sent. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.OtherSettings.class)
class UploadsTest {

    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
    private static final byte[] CATALOG =
            "{\"type\":\"model\",\"id\":\"orbit/one\",\"name\":\"One\"}".getBytes(StandardCharsets.UTF_8);

    @BeforeEach
    void empty() {
        Importing.empty();
    }

    private static RawConnection begun(String query, String... headers) throws IOException {
        return new RawConnection(RestAssured.port)
                .send("POST /api/v1/imports?" + query + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + EmptyCatalogProfile.ADMIN + "\r\n" + String.join("", headers) + "\r\n");
    }

    private static String otherToken() {
        return Importing.write(
                        "POST", "/tokens", "{\"name\": \"c%d\", \"role\": \"curator\"}".formatted(System.nanoTime()))
                .is(201)
                .json()
                .get("secret")
                .asText();
    }

    @Test
    void what_is_wrong_beside_the_body_is_said_before_it_is_sent() throws IOException {
        for (String query : new String[] {"format=xml", "", "format=csv&dryRun=maybe", "format=csv&onerror=skip"}) {
            try (RawConnection connection = begun(query, "Content-Length: 1000000\r\n")) {
                assertEquals(400, connection.answer().status(), query);
            }
        }
        try (RawConnection connection =
                begun("format=csv", "Content-Length: 1000000\r\n", "Content-Encoding: br\r\n")) {
            assertEquals(415, connection.answer().status());
        }
        try (RawConnection connection = begun("format=csv", "Content-Length: 100000000\r\n")) {
            RawConnection.Answer answer = connection.answer();
            assertEquals(413, answer.status());
            assertTrue(connection.isClosedByService());
        }
    }

    @Test
    void a_caller_whose_catalogs_drip_keeps_nobody_else_from_importing() throws IOException {
        String other = otherToken();
        try (RawConnection slow = begun("format=modeltree", CHUNKED)) {
            slow.send("1\r\n \r\n");
            // Until it is being received, another one of the same caller would be.
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                Importing.Answer refused = Importing.post("format=modeltree&dryRun=true", CATALOG);
                assertEquals(503, refused.status(), refused::text);
                assertTrue(Integer.parseInt(refused.header("Retry-After")) > 0);
            });
            Importing.ended(
                    Importing.send("POST", "/imports?format=modeltree", CATALOG, "Authorization", "Bearer " + other));
            // Nothing is on disk under a name, so nothing is left there if the process is killed now.
            File[] files = new File(System.getProperty("java.io.tmpdir"))
                    .listFiles((folder, name) -> name.startsWith("modeltree-upload-"));
            assertEquals(0, files.length);
        }
        // A client that leaves gives its place back.
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> Importing.ended(Importing.post("format=modeltree", CATALOG)));
    }

    @Test
    void what_is_sent_in_many_parts_is_imported_whole() throws IOException {
        StringBuilder catalog = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            catalog.append("{\"type\":\"model\",\"id\":\"parts/m-").append(i).append("\",\"name\":\"M\"}\n");
        }
        try (RawConnection connection = begun("format=modeltree&dryRun=true", CHUNKED, "Expect: 100-continue\r\n")) {
            assertEquals(100, connection.answer().status());
            for (int i = 0; i < catalog.length(); i += 7_001) {
                String part = catalog.substring(i, Math.min(catalog.length(), i + 7_001));
                connection.send(Integer.toHexString(part.length()) + "\r\n" + part + "\r\n");
            }
            RawConnection.Answer answer = connection.send("0\r\n\r\n").answer();
            assertEquals(202, answer.status(), answer.body());
            String id = Importing.JSON.readTree(answer.body()).get("id").asText();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Importing.report(id).get("status").asText().equals("done"));
            assertEquals(20_000, Importing.report(id).get("created").asInt());
        }
    }
}
