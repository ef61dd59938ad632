package org.modeltree.http.edge;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.http.RawConnection;

/** Request headers that arrive byte by byte. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.OtherSettings.class)
class SlowHeadersTest {

    @Test
    void a_client_that_sends_headers_too_slowly_is_disconnected_after_the_idle_timeout() throws Exception {
        try (RawConnection connection = new RawConnection(RestAssured.port)) {
            connection.send("GET /api/v1/models HTTP/1.1\r\nX-Slow: ");
            Thread dripper = new Thread(() -> {
                try {
                    while (true) {
                        connection.send("x");
                        Thread.sleep(200);
                    }
                } catch (IOException | InterruptedException over) {
                    // The service has disconnected, or the test is over.
                }
            });
            dripper.start();
            try {
                assertTrue(connection.isClosedByService());
            } finally {
                dripper.interrupt();
                dripper.join();
            }
        }
    }
}
