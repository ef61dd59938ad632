package org.modeltree.security;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
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
import java.util.HexFormat;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Algorithms of the hashes of tokens, where the setting names another one than the default. */
@QuarkusTest
@TestProfile(ClosedProfile.class)
class StoredHashesTest {

    private static final String READABLE = "/api/v1/vendors";
    private static final String SET = "SHA3-512";
    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    DataSource database;

    /** A hash in hexadecimal digits. */
    private record Row(String algorithm, String hash) {}

    private Row row(String name) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select hash_algorithm, hash from api_token where name = ?")) {
            statement.setString(1, name);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Row(row.getString(1), hex(row.getBytes(2)));
            }
        }
    }

    /** Stores a token as an instance with another setting does, which has just seen it in use. */
    private void store(String name, String algorithm, byte[] hash) throws SQLException {
        execute(
                "insert into api_token (name, role, created_at, created_by, hash, last_used_at, hash_algorithm)"
                        + " values (?, 'reader', now(), 'a test', ?, now(), '" + algorithm + "')",
                name,
                hash);
    }

    private void execute(String sql, String name, byte[] hash) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setBytes(2, hash);
            statement.executeUpdate();
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static byte[] digest(String algorithm, String secret) throws NoSuchAlgorithmException {
        return MessageDigest.getInstance(algorithm).digest(secret.getBytes(US_ASCII));
    }

    @Test
    void a_new_token_is_hashed_by_the_algorithm_of_the_setting() throws Exception {
        Response given = give(ClosedReadsTest.jwt("admin"), "Hashed", "reader", null);
        String secret = given.then().statusCode(201).extract().path("secret");
        Row stored = row("Hashed");
        assertEquals(SET, stored.algorithm());
        assertEquals(hex(digest(SET, secret)), stored.hash());
        as(secret).get(READABLE).then().statusCode(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-256", "SHA-512", "SHA3-256"})
    void a_token_with_a_hash_of_another_algorithm_is_found_and_its_hash_replaced(String algorithm) throws Exception {
        String secret = "mt_Zk4vQ9sXw2Lr7BnTf0JcYh5GdMa8PeUi3oKx6VbN1tR" + algorithm.replace("-", "_");
        assertBadToken("The token is unknown.", as(secret).get(READABLE));
        store(algorithm, algorithm, digest(algorithm, secret));
        as(secret).get(READABLE).then().statusCode(200);
        await().atMost(SOON).until(() -> row(algorithm).algorithm().equals(SET));
        assertEquals(hex(digest(SET, secret)), row(algorithm).hash());
        as(secret).get(READABLE).then().statusCode(200);
    }

    @Test
    void a_token_of_a_former_version_is_found_and_its_hash_replaced() throws Exception {
        String secret = "mt_Vb7nKe2XqLw9TfYs4ZcRj1HgDm6PaUo8IiMx3SvCt0E";
        execute(
                "insert into api_token (name, role, created_at, created_by, hash)"
                        + " values (?, 'reader', now(), 'a former version', ?)",
                "Former",
                digest("SHA-256", secret));
        as(secret).get(READABLE).then().statusCode(200);
        await().atMost(SOON).until(() -> row("Former").algorithm().equals(SET));
        as(secret).get(READABLE).then().statusCode(200);
    }

    @Test
    void a_revoked_token_is_known_by_any_algorithm_and_stays_as_it_is() throws Exception {
        String secret = "mt_Jd5rGw8ZyQk1NcXv7BhTs3LpFm0EaUo9IiKx2PvCt6R";
        byte[] hash = digest("SHA-512", secret);
        execute(
                "insert into api_token (name, role, created_at, created_by, revoked_at, hash_algorithm, hash)"
                        + " values (?, 'reader', now(), 'a test', now(), 'SHA-512', ?)",
                "Revoked",
                hash);
        assertBadToken("The token has been revoked.", as(secret).get(READABLE));
        assertEquals(hex(hash), row("Revoked").hash());
    }

    @Test
    void the_hash_of_one_algorithm_is_no_hash_of_another() throws Exception {
        String secret = "mt_Hq3zT8uWm1Kp6ArSe9IbXg4FcLz7OdVy2nJw5UaM0sQ";
        assertThrows(SQLException.class, () -> store("Short", "SHA-512", digest("SHA-256", secret)));
        assertThrows(SQLException.class, () -> store("Unknown", "MD5", new byte[32]));
        store("Mistaken", "SHA3-256", digest("SHA-256", secret));
        assertBadToken("The token is unknown.", as(secret).get(READABLE));
    }
}
