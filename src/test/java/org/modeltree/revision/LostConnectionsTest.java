package org.modeltree.revision;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.changes.RevisionLock;

/** Connections that are lost while they are in use. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.Watched.class)
class LostConnectionsTest {

    @Inject
    EntityManager entities;

    @Inject
    AgroalDataSource pool;

    @ConfigProperty(name = "quarkus.datasource.jdbc.max-size")
    int poolSize;

    @Test
    void a_process_that_vanishes_with_the_lock_blocks_other_writers_for_seconds_only() throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement lock = connection.prepareStatement(RevisionLock.STATEMENTS)) {
            connection.setAutoCommit(false);
            lock.setString(1, "5000");
            lock.execute();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> given().header("Authorization", "Bearer " + EmptyCatalogProfile.ADMIN)
                                    .header("If-None-Match", "*")
                                    .contentType("application/json")
                                    .body("{\"name\": \"After\"}")
                                    .put("/api/v1/models/linde/after")
                                    .statusCode()
                            == 201);
            assertThrows(SQLException.class, () -> connection.createStatement().execute("select 1"));
        }
    }

    @Test
    void lost_connections_take_no_place_in_the_pool() {
        for (int i = 0; i <= poolSize; i++) {
            assertThrows(
                    RuntimeException.class,
                    () -> QuarkusTransaction.requiringNew()
                            .run(() -> entities.createNativeQuery("select pg_terminate_backend(pg_backend_pid())")
                                    .getSingleResult()));
        }
        given().get("/api/v1/models?limit=7").then().statusCode(200);
    }
}
