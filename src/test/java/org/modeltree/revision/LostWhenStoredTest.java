package org.modeltree.revision;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.TransactionMoments;

/** Connections that are lost between a confirmed commit and their return to the pool. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.Watched.class)
class LostWhenStoredTest {

    private static final String TOKENS = "/api/v1/tokens";

    @Inject
    TransactionMoments moments;

    @Inject
    AgroalDataSource pool;

    private final AtomicInteger lost = new AtomicInteger();

    @AfterEach
    void no_more_are_lost() {
        moments.rest();
        assertTrue(lost.get() > 0, "no connection was lost");
    }

    /** Loses the connection of every following transaction after its last statement. */
    private void lose() {
        moments.atEnd(() -> {
            try (Connection connection = pool.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("select pg_terminate_backend(pg_backend_pid())");
            } catch (SQLException isLost) {
                lost.incrementAndGet();
            }
        });
    }

    @Test
    void a_stored_token_is_returned_with_its_secret_and_its_revocation_is_final() {
        lose();
        Response given =
                admin().body("{\"name\": \"one\", \"role\": \"reader\"}").post(TOKENS);
        moments.rest();
        given.then().statusCode(201);
        String secret = given.path("secret");
        as(secret).get("/api/v1/models").then().statusCode(200);
        lose();
        Response revoked = admin().delete(given.header("Location"));
        moments.rest();
        revoked.then().statusCode(204);
        as(secret).get("/api/v1/models").then().statusCode(401);
    }

    @Test
    void a_stored_import_is_done() {
        lose();
        Response answer = admin().body("{\"type\":\"model\",\"id\":\"linde/one\",\"name\":\"One\"}")
                .post("/api/v1/imports?format=modeltree");
        moments.rest();
        answer.then().statusCode(200).body("status", equalTo("done"));
        given().get("/api/v1/models/linde/one").then().statusCode(200);
    }

    @Test
    void a_stored_write_is_acknowledged() {
        lose();
        Response answer =
                admin().header("If-None-Match", "*").body("{\"name\": \"Two\"}").put("/api/v1/models/linde/two");
        moments.rest();
        answer.then().statusCode(201);
        given().get("/api/v1/models/linde/two").then().statusCode(200);
    }

    private static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token);
    }

    private static RequestSpecification admin() {
        return as(EmptyCatalogProfile.ADMIN).contentType("application/json");
    }
}
