package org.modeltree.security;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.modeltree.security.GuardedProfile.BOOTSTRAP;
import static org.modeltree.security.Requests.TOKENS;
import static org.modeltree.security.Requests.as;
import static org.modeltree.security.Requests.assertBadToken;
import static org.modeltree.security.Requests.assertLacks;
import static org.modeltree.security.Requests.assertNoToken;
import static org.modeltree.security.Requests.assertProblem;
import static org.modeltree.security.Requests.give;
import static org.modeltree.security.Requests.json;
import static org.modeltree.security.Requests.secret;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Life of API tokens: created, shown once, used, expired and revoked. */
@QuarkusTest
@TestProfile(GuardedProfile.class)
class TokensTest {

    /** Form of time stamps in answers. */
    private static final DateTimeFormatter MILLISECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final String READABLE = "/api/v1/vendors";
    private static final String WRITES = "/test/writes";

    @TestHTTPResource
    URI base;

    @Inject
    MovableClock clock;

    @Inject
    DataSource database;

    @Test
    void a_token_is_shown_once_and_only_its_hash_is_kept() throws Exception {
        Response given = give(BOOTSTRAP, "Nightly import", "curator", "2026-12-31T00:00:00+01:00");
        given.then()
                .statusCode(201)
                .contentType("application/json")
                .header("Cache-Control", "no-store")
                .header("Location", TOKENS + "/" + given.path("id"))
                .body("name", equalTo("Nightly import"))
                .body("role", equalTo("curator"))
                .body("createdAt", matchesPattern("2026-.*Z"))
                .body("createdBy", equalTo("bootstrap"))
                .body("expiresAt", equalTo("2026-12-30T23:00:00.000Z"))
                .body("lastUsedAt", nullValue())
                .body("revokedAt", nullValue())
                .body("secret", matchesPattern("mt_[A-Za-z0-9_-]{43}"));
        String secret = given.path("secret");
        String id = given.path("id");
        as(BOOTSTRAP).get(TOKENS + "/" + id).then().statusCode(200).body(not(containsString("secret")));
        as(BOOTSTRAP).get(TOKENS).then().statusCode(200).body(not(containsString(secret.substring(3, 20))));
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(US_ASCII));
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select hash, t::text from api_token t where id = " + id)) {
            assertTrue(row.next());
            assertArrayEquals(hash, row.getBytes(1));
            assertFalse(row.getString(2).contains(secret.substring(3)));
        }
        assertNotEquals(secret, secret(BOOTSTRAP, "Nightly import", "curator"));
    }

    @Test
    void each_role_includes_the_previous_ones_and_no_more() {
        String reader = secret(BOOTSTRAP, "reader", "reader");
        String curator = secret(BOOTSTRAP, "curator", "curator");
        String admin = secret(BOOTSTRAP, "admin", "admin");
        for (String token : List.of(reader, curator, admin, BOOTSTRAP)) {
            as(token).get(READABLE).then().statusCode(200);
            as(token).head(READABLE).then().statusCode(200);
            as(token).options(READABLE).then().statusCode(200);
        }
        assertLacks("curator", json(reader).body("{}").put(WRITES));
        assertLacks("admin", json(reader).body("{}").patch(WRITES));
        assertLacks("admin", json(curator).body("{}").patch(WRITES));
        assertLacks("admin", as(curator).get(TOKENS));
        assertLacks("admin", give(curator, "mine", "admin", null));
        assertLacks("admin", as(curator).delete(TOKENS + "/1"));
        assertLacks("admin", as(curator).get(TOKENS + "/nosuch"));
        for (String token : List.of(curator, admin, BOOTSTRAP)) {
            json(token).body("{}").put(WRITES).then().statusCode(200);
        }
        for (String token : List.of(admin, BOOTSTRAP)) {
            json(token).body("{}").patch(WRITES).then().statusCode(200);
            as(token).get(TOKENS).then().statusCode(200);
        }
        as(reader)
                .get(WRITES)
                .then()
                .body("name", equalTo("reader"))
                .body("key", matchesPattern("token:[0-9]+"))
                .body("curator", equalTo(false));
        as(admin).get(WRITES).then().body("curator", equalTo(true));
        as(BOOTSTRAP).get(WRITES).then().body("name", equalTo("bootstrap")).body("key", equalTo("bootstrap"));
        given().get(WRITES).then().body("name", equalTo("nobody")).body("key", equalTo("none"));
    }

    @Test
    void anonymous_clients_can_only_read() {
        given().get(READABLE)
                .then()
                .statusCode(200)
                .header("Cache-Control", "public, max-age=60, stale-while-revalidate=600");
        String ask = "Writing needs a token. Send it in the header Authorization: Bearer mt_...";
        assertNoToken(ask, given().post(TOKENS));
        assertNoToken(ask, given().put(WRITES));
        assertNoToken(ask, given().patch(WRITES));
        assertNoToken(ask, given().delete(WRITES));
        assertNoToken(ask, given().delete("/nowhere"));
        assertNoToken(ask, given().post("/q/health"));
        // What nobody may do needs no token.
        given().post(READABLE).then().statusCode(405).header("Allow", "GET, HEAD, OPTIONS");
        given().request("PROPFIND", READABLE).then().statusCode(405).header("Allow", "GET, HEAD, OPTIONS");
        assertNoToken("This operation requires a token", given().get(TOKENS));
        assertNoToken("This operation requires a token", given().get(TOKENS + "/1"));
    }

    @Test
    void credentials_are_checked_before_anything_is_read() {
        assertProblem(
                401,
                "unauthorized",
                containsString("needs a token"),
                given().contentType("text/plain").body("{".repeat(100_000)).post(TOKENS));
        assertProblem(
                401,
                "unauthorized",
                containsString("needs a token"),
                given().contentType("application/json")
                        .accept("text/html")
                        .body("not json")
                        .put(WRITES + "?nosuch=1"));
        String reader = secret(BOOTSTRAP, "reader", "reader");
        assertLacks("admin", json(reader).body("{".repeat(1000)).post(TOKENS + "?nosuch=1"));
        assertLacks("curator", json(reader).body("not json").put(WRITES));
    }

    @Test
    void a_write_without_a_role_is_forbidden_to_everyone() {
        assertNoToken("Writing needs a token", given().post(WRITES));
        assertProblem(
                403,
                "forbidden",
                containsString("No role grants access to this operation."),
                as(BOOTSTRAP).post(WRITES));
        as(BOOTSTRAP).delete(WRITES).then().statusCode(200);
    }

    @Test
    void credentials_count_in_their_header_only() {
        String admin = secret(BOOTSTRAP, "elsewhere", "admin");
        String ask = "Writing needs a token";
        json(admin).body("{}").put(WRITES).then().statusCode(200);
        for (String parameter : List.of("access_token", "token", "authorization")) {
            assertNoToken(ask, given().queryParam(parameter, admin).put(WRITES));
            given().queryParam(parameter, admin).get(READABLE).then().statusCode(400);
        }
        for (String cookie : List.of("Authorization", "access_token", "token", "JSESSIONID")) {
            assertNoToken(ask, given().cookie(cookie, admin).put(WRITES));
            assertNoToken(ask, given().cookie(cookie, "Bearer " + admin).put(WRITES));
        }
        assertNoToken(
                ask,
                given().contentType("application/x-www-form-urlencoded")
                        .body("access_token=" + admin)
                        .post(TOKENS));
    }

    @Test
    void responses_to_authenticated_readers_are_private() {
        as(secret(BOOTSTRAP, "reader", "reader"))
                .get(READABLE)
                .then()
                .statusCode(200)
                .header("Cache-Control", "private, max-age=60, stale-while-revalidate=600")
                .header("Vary", "Accept-Encoding, Accept-Language, Authorization");
    }

    @Test
    void a_token_expires_on_time() {
        String expiry = clock.instant().plusSeconds(3600).toString();
        String token = give(BOOTSTRAP, "short", "curator", expiry).path("secret");
        json(token).body("{}").put(WRITES).then().statusCode(200);
        clock.forward(Duration.ofMinutes(59));
        json(token).body("{}").put(WRITES).then().statusCode(200);
        clock.forward(Duration.ofMinutes(1));
        assertBadToken("The token has expired.", json(token).body("{}").put(WRITES));
        assertBadToken("The token has expired.", as(token).get(READABLE));
    }

    @Test
    void a_revoked_token_is_refused_from_then_on_and_still_listed() {
        Response given = give(BOOTSTRAP, "leaked", "admin", null);
        String path = given.header("Location");
        String token = given.path("secret");
        as(token).get(TOKENS).then().statusCode(200);
        as(BOOTSTRAP).delete(path).then().statusCode(204).body(equalTo(""));
        assertBadToken("The token has been revoked.", as(token).get(READABLE));
        assertBadToken("The token has been revoked.", json(token).body("{}").put(WRITES));
        String revokedAt =
                as(BOOTSTRAP).get(path).then().statusCode(200).extract().path("revokedAt");
        clock.forward(Duration.ofMinutes(5));
        as(BOOTSTRAP).delete(path).then().statusCode(204);
        as(BOOTSTRAP).get(path).then().body("revokedAt", equalTo(revokedAt));
        assertProblem(
                404,
                "not_found",
                equalTo("No token has this id."),
                as(BOOTSTRAP).delete(TOKENS + "/999999999"));
        for (String odd : List.of("0", "-1", "01", "x", "1e3", "9".repeat(30))) {
            assertProblem(
                    404,
                    "not_found",
                    equalTo("No token has this id."),
                    as(BOOTSTRAP).get(TOKENS + "/" + odd));
        }
    }

    @Test
    void concurrent_revocations_all_succeed() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 5; round++) {
                String path = give(BOOTSTRAP, "contested", "reader", null).header("Location");
                List<Callable<Integer>> revocations = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    revocations.add(() -> as(BOOTSTRAP).delete(path).statusCode());
                }
                for (Future<Integer> status : threads.invokeAll(revocations)) {
                    assertEquals(204, status.get());
                }
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void tokens_are_listed_by_age_and_paged() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(give(BOOTSTRAP, "page " + i, "reader", null).path("id"));
        }
        List<String> listed = new ArrayList<>();
        String next = TOKENS + "?limit=2";
        int total = as(BOOTSTRAP).get(next).path("meta.total");
        while (next != null) {
            Response page = as(BOOTSTRAP).get(next);
            page.then().statusCode(200).body("meta.totalRelation", equalTo("exact"));
            listed.addAll(page.path("data.id"));
            next = page.path("links.next");
        }
        assertEquals(total, listed.size());
        assertTrue(listed.containsAll(ids));
        assertEquals(
                listed.stream()
                        .sorted((a, b) -> Integer.compare(Integer.parseInt(a), Integer.parseInt(b)))
                        .toList(),
                listed);
        for (String wrong : List.of("limit=0", "limit=201", "cursor=x", "nosuch=1", "limit=1&limit=2")) {
            as(BOOTSTRAP).get(TOKENS + "?" + wrong).then().statusCode(400).body("code", equalTo("invalid_parameter"));
        }
    }

    @Test
    void an_invalid_body_is_refused_with_pointers() {
        assertInvalid("", "[]");
        assertInvalid("", "");
        assertInvalid("", "nonsense");
        assertInvalid("", "{\"name\": \"a\", \"name\": \"b\", \"role\": \"reader\"}");
        assertInvalid("", "{\"name\": \"a\", \"role\": \"reader\"} {}");
        assertInvalid("/name", "{\"role\": \"reader\"}");
        assertInvalid("/name", "{\"name\": 7, \"role\": \"reader\"}");
        assertInvalid("/name", "{\"name\": \" \", \"role\": \"reader\"}");
        assertInvalid("/name", "{\"name\": \"a\\u0000b\", \"role\": \"reader\"}");
        assertInvalid("/name", "{\"name\": \"a\\ud800\", \"role\": \"reader\"}");
        assertInvalid("/name", "{\"name\": \"" + "n".repeat(101) + "\", \"role\": \"reader\"}");
        assertInvalid("/name", "{\"name\": \"Bootstrap\", \"role\": \"reader\"}");
        assertInvalid("/role", "{\"name\": \"a\"}");
        assertInvalid("/role", "{\"name\": \"a\", \"role\": \"ADMIN\"}");
        assertInvalid("/role", "{\"name\": \"a\", \"role\": \"root\"}");
        for (String time : List.of(
                "\"tomorrow\"",
                "\"2030-01-01\"",
                "\"2030-01-01T00:00:00\"",
                "1893456000",
                "\"2020-01-01T00:00:00Z\"",
                "\"2030-02-30T00:00:00Z\"",
                "\"+99999-01-01T00:00:00Z\"")) {
            assertInvalid("/expiresAt", "{\"name\": \"a\", \"role\": \"reader\", \"expiresAt\": " + time + "}");
        }
        assertInvalid("/a~1b~0", "{\"name\": \"a\", \"role\": \"reader\", \"a/b~\": 1}");
        json(BOOTSTRAP)
                .body("{\"colour\": 1}")
                .post(TOKENS)
                .then()
                .statusCode(400)
                .body("errors.pointer", hasItems("/colour", "/name", "/role"));
        as(BOOTSTRAP).contentType("text/plain").body("x").post(TOKENS).then().statusCode(415);
    }

    private static void assertInvalid(String pointer, String body) {
        Response response =
                json(BOOTSTRAP).body(body.getBytes(StandardCharsets.UTF_8)).post(TOKENS);
        assertEquals(400, response.statusCode(), response::asString);
        assertEquals("invalid_body", Requests.body(response).get("code").asText());
        assertEquals(pointer, Requests.body(response).at("/errors/0/pointer").asText());
    }

    @Test
    void invalid_credentials_are_refused_even_where_none_are_needed() {
        String unknown = "mt_" + "A1b2C3d4".repeat(5) + "xyz";
        assertBadToken("The token is unknown.", as(unknown).get(READABLE));
        assertBadToken("The token is unknown.", as(unknown).get("/q/openapi"));
        assertBadToken("The token is unknown.", json(unknown).body("{}").put(WRITES));
        for (String odd : List.of(
                "mt_",
                "mt_short",
                "mt_" + "A".repeat(42),
                "mt_" + "A".repeat(5000),
                BOOTSTRAP + "x",
                BOOTSTRAP.substring(0, BOOTSTRAP.length() - 1),
                BOOTSTRAP.toLowerCase(java.util.Locale.ROOT))) {
            assertBadToken("The token is unknown.", as(odd).get(READABLE));
        }
        String shape = "Send exactly one Authorization header, with Bearer and one token.";
        for (String header : List.of(
                "",
                "Bearer",
                "Bearer ",
                "Basic YTpi",
                BOOTSTRAP,
                "Token " + BOOTSTRAP,
                "Bearer " + BOOTSTRAP + " x",
                "Bearer " + BOOTSTRAP + ", Bearer " + BOOTSTRAP,
                "Bearer mt_\u00e9")) {
            assertNoToken(shape, given().header("Authorization", header).get(READABLE));
            assertNoToken(shape, given().header("Authorization", header).delete(WRITES));
        }
        given().header("Authorization", "bearer   " + BOOTSTRAP)
                .get(TOKENS)
                .then()
                .statusCode(200);
    }

    @Test
    void malformed_headers_never_cause_an_error() throws IOException {
        String twice = raw("GET " + TOKENS + " HTTP/1.1\r\nAuthorization: Bearer " + BOOTSTRAP
                + "\r\nAuthorization: Bearer " + BOOTSTRAP);
        assertTrue(twice.startsWith("HTTP/1.1 401"), twice);
        String nul = raw("GET " + READABLE + " HTTP/1.1\r\nAuthorization: Bearer mt_\0\0");
        assertTrue(nul.matches("(?s)HTTP/1.[01] 40[01] .*"), nul);
        String huge = raw("GET " + READABLE + " HTTP/1.1\r\nAuthorization: Bearer " + "A".repeat(200_000));
        assertTrue(huge.matches("(?s)HTTP/1.[01] 431 .*"), huge);
    }

    @Test
    void the_last_use_is_recorded_once_a_minute_in_the_background() throws Exception {
        Response given = give(BOOTSTRAP, "used", "reader", null);
        String path = given.header("Location");
        String token = given.path("secret");
        String first = MILLISECONDS.format(clock.instant());
        as(token).get(READABLE).then().statusCode(200);
        assertEquals(first, awaitUse(path, null));
        clock.forward(Duration.ofSeconds(59));
        as(token).get(READABLE).then().statusCode(200);
        // Uses are recorded in order, so one that came before this one would be stored by now.
        Response later = give(BOOTSTRAP, "used later", "reader", null);
        as(later.path("secret")).get(READABLE).then().statusCode(200);
        assertEquals(MILLISECONDS.format(clock.instant()), awaitUse(later.header("Location"), null));
        as(BOOTSTRAP).get(path).then().body("lastUsedAt", equalTo(first));
        clock.forward(Duration.ofSeconds(1));
        String second = MILLISECONDS.format(clock.instant());
        try (Connection other = database.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select 1 from api_token where id = " + given.path("id") + " for update");
            long start = System.nanoTime();
            as(token).get(READABLE).then().statusCode(200);
            assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() < 1500, "the answer waited for the note");
            other.rollback();
        }
        assertEquals(second, awaitUse(path, first));
    }

    @Test
    void a_read_only_database_still_accepts_tokens() throws SQLException {
        String token = secret(BOOTSTRAP, "standby", "reader");
        execute("create function no_writes() returns trigger language plpgsql as"
                + " 'begin raise exception ''read only'' using errcode = ''25006''; end'");
        execute("create trigger no_writes before update on api_token execute function no_writes()");
        try {
            as(token).get(READABLE).then().statusCode(200);
            as(token).get(READABLE).then().statusCode(200);
        } finally {
            execute("drop trigger no_writes on api_token");
        }
    }

    @Test
    void a_database_that_does_not_answer_means_503_not_401() throws SQLException {
        String token = secret(BOOTSTRAP, "patient", "curator");
        try (Connection other = database.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table api_token in access exclusive mode");
            Response read = as(token).get(READABLE);
            assertProblem(503, "unavailable", containsString("took too long"), read);
            read.then().header("Retry-After", "5");
            assertProblem(
                    503,
                    "unavailable",
                    containsString("took too long"),
                    json(token).body("{}").put(WRITES));
            json(BOOTSTRAP).body("{}").put(WRITES).then().statusCode(200);
            assertNoToken("Writing needs a token", given().put(WRITES));
            other.rollback();
        }
        json(token).body("{}").put(WRITES).then().statusCode(200);
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String awaitUse(String path, String before) throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            String use = as(BOOTSTRAP).get(path).path("lastUsedAt");
            if (use != null && !use.equals(before)) {
                return use;
            }
            Thread.sleep(50);
        }
        return before;
    }

    /** Sends a request byte by byte as given, which HTTP clients would refuse. */
    private String raw(String head) throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(
                    (head + "\r\nHost: localhost\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
