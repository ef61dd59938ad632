package org.modeltree.revision;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Background work on connections that the network has dropped without closing them. */
@QuarkusTest
@TestProfile(ProxiedProfile.class)
class ForgottenConnectionsTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Inject
    AgroalDataSource pool;

    @BeforeEach
    void the_database_answers() {
        DatabaseProxy.set(DatabaseProxy.Mode.PASSING);
        await().atMost(SOON).until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    @AfterEach
    void the_database_is_back() {
        DatabaseProxy.set(DatabaseProxy.Mode.PASSING);
        await().atMost(SOON).until(() -> given().get("/q/health/ready").statusCode() == 200);
    }

    /** Holds a lock on a connection that bypasses the proxy. */
    private static final class Hold implements AutoCloseable {

        private final Connection connection;

        Hold() throws SQLException {
            connection = DriverManager.getConnection(DatabaseProxy.direct(), "postgres", "");
            connection.setAutoCommit(false);
        }

        void take(String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        @Override
        public void close() throws SQLException {
            connection.rollback();
            connection.close();
        }
    }

    @Test
    void tcp_keep_alive_is_enabled() {
        assertEquals(
                "true",
                pool.getConfiguration()
                        .connectionPoolConfiguration()
                        .connectionFactoryConfiguration()
                        .jdbcProperties()
                        .getProperty("tcpKeepAlive"));
    }

    @Test
    void uses_of_tokens_are_recorded_again_after_one_was_lost() throws SQLException {
        Response lost = token();
        Response later = token();
        try (Hold held = new Hold()) {
            held.take("select 1 from api_token where id = " + lost.path("id") + " for update");
            use(lost);
            await().atMost(SOON).until(() -> waiting("update api_token%") == 1);
            // The database cancels the update, but the service never learns of it.
            DatabaseProxy.set(DatabaseProxy.Mode.FORGETTING);
            await().atMost(SOON).until(() -> waiting("update api_token%") == 0);
        }
        DatabaseProxy.set(DatabaseProxy.Mode.PASSING);
        await().atMost(SOON).until(() -> given().get("/q/health/ready").statusCode() == 200);
        await().atMost(SOON).until(() -> use(later) == 200);
        await().atMost(SOON)
                .until(() -> DatabaseProxy.ask(
                                "select last_used_at is not null from api_token where id = " + later.path("id"))
                        .equals("t"));
    }

    @Test
    void import_reports_are_stored_again_after_one_was_lost() throws Exception {
        CompletableFuture<Response> answer;
        try (Hold held = new Hold()) {
            held.take("select * from catalog_revision for update");
            answer = importing("linde/reported");
            await().atMost(SOON).until(() -> waiting("%select revision from catalog_revision for update%") == 1);
            DatabaseProxy.set(DatabaseProxy.Mode.FORGETTING);
            // The heartbeat is sent once a second, so one was lost.
            await().atMost(SOON)
                    .until(() -> DatabaseProxy.ask(
                                    "select max(heard_at) < clock_timestamp() - interval '2 seconds' from import_run")
                            .equals("t"));
            DatabaseProxy.set(DatabaseProxy.Mode.PASSING);
            long atLeast = Long.parseLong(DatabaseProxy.ask("select extract(epoch from clock_timestamp())::bigint"));
            await().atMost(SOON)
                    .until(() -> Long.parseLong(DatabaseProxy.ask(
                                    "select extract(epoch from max(heard_at))::bigint from import_run"))
                            > atLeast + 1);
        }
        answer.get(60, TimeUnit.SECONDS).then().statusCode(200);
    }

    @Test
    void an_import_with_an_unconfirmed_commit_is_unknown_and_the_next_one_runs() throws Exception {
        CompletableFuture<Response> answer;
        try (Hold held = new Hold()) {
            held.take("select * from catalog_revision for update");
            answer = importing("linde/unconfirmed");
            await().atMost(SOON).until(() -> waiting("%select revision from catalog_revision for update%") == 1);
            DatabaseProxy.set(DatabaseProxy.Mode.SWALLOWING_COMMITS);
        }
        await().atMost(SOON)
                .until(() -> DatabaseProxy.ask("select count(*) from model where id = 'linde/unconfirmed'")
                        .equals("1"));
        DatabaseProxy.set(DatabaseProxy.Mode.PASSING);
        CompletableFuture<Response> next = importing("linde/next");
        answer.get(60, TimeUnit.SECONDS)
                .then()
                .statusCode(503)
                .body("detail", containsString("The outcome is unknown"));
        next.get(60, TimeUnit.SECONDS).then().statusCode(200);
    }

    private static RequestSpecification admin() {
        return given().header("Authorization", "Bearer " + ProxiedProfile.ADMIN).contentType("application/json");
    }

    private static Response token() {
        Response given =
                admin().body("{\"name\": \"one\", \"role\": \"reader\"}").post("/api/v1/tokens");
        given.then().statusCode(201);
        return given;
    }

    private static int use(Response token) {
        return given().header("Authorization", "Bearer " + token.path("secret"))
                .get("/api/v1/models?limit=3")
                .statusCode();
    }

    private static CompletableFuture<Response> importing(String model) {
        return CompletableFuture.supplyAsync(
                () -> admin().body("{\"type\":\"model\",\"id\":\"" + model + "\",\"name\":\"One\"}")
                        .post("/api/v1/imports?format=modeltree"));
    }

    /** Number of statements like this one that wait for a lock. */
    private static int waiting(String statement) throws SQLException {
        return Integer.parseInt(
                DatabaseProxy.ask("select count(*) from pg_stat_activity where datname = current_database()"
                        + " and wait_event_type = 'Lock' and query ilike '" + statement + "'"));
    }
}
