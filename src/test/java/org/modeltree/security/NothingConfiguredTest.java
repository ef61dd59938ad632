package org.modeltree.security;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.modeltree.security.Requests.as;
import static org.modeltree.security.Requests.assertBadToken;
import static org.modeltree.security.Requests.assertNoToken;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.modeltree.BareProfile;

/** A service without settings allows reads, and tells clients how to enable writes. */
@QuarkusTest
@TestProfile(BareProfile.class)
class NothingConfiguredTest {

    private static final String DISABLED =
            "Writing is disabled until a token is configured. Start the service with the setting"
                    + " modeltree.security.bootstrap-token, or with modeltree.security.jwt.issuer and"
                    + " modeltree.security.jwt.public-key-location.";

    @Inject
    DataSource database;

    @Test
    void every_write_says_how_writing_is_enabled() {
        awaitNoToken(DISABLED);
        for (String path : List.of("/test/writes", "/nowhere")) {
            assertNoToken(DISABLED, given().post(path));
            assertNoToken(DISABLED, given().put(path));
            assertNoToken(DISABLED, given().patch(path));
            assertNoToken(DISABLED, given().delete(path));
        }
        assertNoToken(DISABLED, given().post("/api/v1/tokens"));
        assertNoToken(DISABLED, given().put("/api/v1/models/a/b"));
        assertNoToken(DISABLED, given().patch("/api/v1/models/a/b"));
        assertNoToken(DISABLED, given().delete("/api/v1/models/a/b"));
        given().get("/api/v1/vendors").then().statusCode(200);
    }

    @Test
    void a_jwt_is_refused_without_an_issuer() {
        assertBadToken(
                "The token must begin with mt_. This service accepts no JWTs, because no issuer is configured.",
                as(TestIssuer.signed(TestIssuer.claims("admin"))).get("/api/v1/vendors"));
    }

    @Test
    void a_valid_stored_token_enables_writing() throws SQLException {
        execute("insert into api_token (name, role, hash, created_at, created_by)"
                + " values ('restored', 'admin', sha256('x'), now(), 'backup')");
        try {
            awaitNoToken("Writing needs a token");
            execute("update api_token set revoked_at = now()");
            awaitNoToken(DISABLED);
            execute("update api_token set revoked_at = null, created_at = now() - interval '2 h',"
                    + " expires_at = now() - interval '1 h'");
            awaitNoToken(DISABLED);
        } finally {
            execute("delete from api_token");
        }
    }

    /** Waits, because the service looks up whether a token exists only once a second. */
    private static void awaitNoToken(String detail) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> assertNoToken(detail, given().post("/test/writes")));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
