package org.modeltree.security;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.modeltree.security.Requests.as;
import static org.modeltree.security.Requests.assertBadToken;
import static org.modeltree.security.Requests.give;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Algorithms of the hashes of tokens, where the setting names another one than the default. */
@QuarkusTest
@TestProfile(ClosedProfile.class)
class KeptHashesTest {

    private static final String READABLE = "/api/v1/vendors";
    private static final String SET = "SHA3-512";
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    DataSource database;

    private record Row(String algorithm, byte[] hash) {}

    private Row row(String name) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select hash_algorithm, hash from api_token where name = ?")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Row(row.getString(1), row.getBytes(2));
            }
        }
    }

    /** A token as an instance with another setting, or of an older version, has kept it. */
    private void keep(String name, String algorithm, byte[] hash) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "insert into api_token (name, role, created_at, created_by, hash, hash_algorithm)"
                                + " values (?, 'reader', now(), 'a test', ?, ?)")) {
            statement.setString(1, name);
            statement.setBytes(2, hash);
            statement.setString(3, algorithm);
            statement.executeUpdate();
        }
    }

    private static byte[] digest(String algorithm, String secret) throws NoSuchAlgorithmException {
        return MessageDigest.getInstance(algorithm).digest(secret.getBytes(US_ASCII));
    }

    @Test
    void a_new_token_is_kept_by_the_algorithm_of_the_setting() throws Exception {
        Response given = give(ClosedReadsTest.jwt("admin"), "Hashed", "reader", null);
        String secret = given.then().statusCode(201).extract().path("secret");
        Row kept = row("Hashed");
        assertEquals(SET, kept.algorithm());
        assertArrayEquals(digest(SET, secret), kept.hash());
        as(secret).get(READABLE).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-256", "SHA-512", "SHA3-256"})
    void a_token_kept_by_another_algorithm_is_found_and_its_hash_replaced(String algorithm) throws Exception {
        String secret = "mt_Zk4vQ9sXw2Lr7BnTf0JcYh5GdMa8PeUi3oKx6VbN1tR" + algorithm.replace("-", "_");
        assertBadToken("The token is unknown.", as(secret).get(READABLE));
        keep(algorithm, algorithm, digest(algorithm, secret));
        as(secret).get(READABLE).then().statusCode(200);
        await().atMost(SOON).until(() -> row(algorithm).algorithm().equals(SET));
        assertArrayEquals(digest(SET, secret), row(algorithm).hash());
        as(secret).get(READABLE).then().statusCode(200);
    }

    @Test
    void the_hash_of_one_algorithm_is_no_hash_of_another() throws Exception {
        String secret = "mt_Hq3zT8uWm1Kp6ArSe9IbXg4FcLz7OdVy2nJw5UaM0sQ";
        assertThrows(SQLException.class, () -> keep("Short", "SHA-512", digest("SHA-256", secret)));
        assertThrows(SQLException.class, () -> keep("Unknown", "MD5", new byte[32]));
        keep("Mistaken", "SHA3-256", digest("SHA-256", secret));
        assertBadToken("The token is unknown.", as(secret).get(READABLE));
    }
}
