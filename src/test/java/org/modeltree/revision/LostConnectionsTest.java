package org.modeltree.revision;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/** Connections that are lost while they are in use. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.Watched.class)
class LostConnectionsTest {

    @Inject
    EntityManager entities;

    @ConfigProperty(name = "quarkus.datasource.jdbc.max-size")
    int poolSize;

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
