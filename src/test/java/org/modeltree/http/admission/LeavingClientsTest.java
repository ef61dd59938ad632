package org.modeltree.http.admission;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.modeltree.http.cache.CachingProfile;
import org.modeltree.revision.Connections;

/** A request whose client disconnects keeps its permit until its resource has ended. */
@QuarkusTest
@TestProfile(CachingProfile.class)
class LeavingClientsTest {

    private static final int CLIENTS = 60;
    private static final Duration SOON = Duration.ofSeconds(30);

    @Inject
    DataSource dataSource;

    @Inject
    Connections connections;

    @Test
    void a_client_that_disconnects_and_asks_again_takes_no_more_than_its_share() throws Exception {
        int reads = connections.forReads();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            // No model can be read until this is rolled back.
            statement.execute("lock table model in access exclusive mode");
            List<Integer> waiting = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                leave("/api/v1/models?limit=1&contextWindowMin=" + (1_000 + i));
                waiting.add(waiting(statement));
            }
            // One permit is reserved from each client.
            int most = reads - 1;
            assertTrue(waiting.stream().allMatch(count -> count <= most), () -> waiting + " of " + most);
            assertEquals(200, given().get("/q/health/ready").statusCode());
            connection.rollback();
            connection.setAutoCommit(true);
        }
        await().atMost(SOON)
                .until(() ->
                        given().get("/api/v1/models?limit=1&contextWindowMin=7").statusCode() == 200);
    }

    private static void leave(String path) throws IOException, InterruptedException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            Thread.sleep(30);
            socket.setSoLinger(true, 0);
        }
    }

    /** Connections that wait for a lock, but the one on which the catalog is counted once a minute. */
    private static int waiting(Statement statement) throws SQLException {
        // Within a transaction the first snapshot of the statistics is kept.
        statement.execute("select pg_stat_clear_snapshot()");
        try (ResultSet row = statement.executeQuery("select count(*) from pg_stat_activity"
                + " where datname = current_database() and application_name <> 'modeltree catalog size'"
                + " and wait_event_type = 'Lock'")) {
            row.next();
            return row.getInt(1);
        }
    }
}
