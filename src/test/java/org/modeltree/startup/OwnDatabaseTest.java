package org.modeltree.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.modeltree.TestDatabase;

/** What is wrong with a database of the operator is said before anything else starts. */
class OwnDatabaseTest {

    @Test
    void a_server_that_accepts_connections_and_never_answers_is_reported() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/modeltree";
            Properties properties = properties(TestServer.USER, "");
            properties.put("loginTimeout", "1");
            refused(url, properties, "The database " + url + " cannot be used: ");
        }
    }

    @Test
    void a_missing_database_is_reported() {
        String url = TestDatabase.freshDatabase("nobody").replace("/nobody", "/nobodys");
        refused(
                url,
                properties(TestServer.USER, ""),
                "database \"nobodys\" does not exist. Create the database, or correct its name in DB_URL.");
    }

    @Test
    void a_wrong_password_is_reported() throws IOException {
        String url = TestDatabase.freshDatabase("locked");
        TestServer.execute(url, "drop role if exists locked_user");
        TestServer.execute(url, "create role locked_user login password 'right'");
        TestServer.admit(url, "host all locked_user all scram-sha-256");
        refused(
                url,
                properties("locked_user", "wrong"),
                "password authentication failed for user \"locked_user\". Check DB_USER and DB_PASSWORD.");
        refused(url, properties("locked_user", null), "no password was provided");
    }

    @Test
    void a_read_only_database_is_refused() {
        String url = TestDatabase.freshDatabase("frozen");
        TestServer.execute(
                TestDatabase.freshDatabase("bystander"),
                "alter database frozen set default_transaction_read_only = on");
        refused(
                url,
                properties(TestServer.USER, ""),
                "cannot be used: it is read-only. Check default_transaction_read_only");
    }

    @Test
    void another_encoding_is_refused() {
        String bystander = TestDatabase.freshDatabase("bystander");
        TestServer.execute(bystander, "drop database if exists latin");
        TestServer.execute(bystander, "create database latin encoding 'LATIN1' locale 'C' template template0");
        refused(
                bystander.replace("/bystander", "/latin"),
                properties(TestServer.USER, ""),
                "its encoding is LATIN1 and must be UTF8");
    }

    @Test
    void a_database_without_free_connections_is_reported() {
        String url = TestDatabase.freshDatabase("crowded");
        TestServer.execute(url, "drop role if exists crowded_user");
        TestServer.execute(url, "create role crowded_user login connection limit 0");
        refused(
                url,
                properties("crowded_user", ""),
                "too many connections for role \"crowded_user\". Raise max_connections");
    }

    private static Properties properties(String user, String password) {
        Properties properties = new Properties();
        properties.put("user", user);
        if (password != null) {
            properties.put("password", password);
        }
        return properties;
    }

    private static void refused(String url, Properties properties, String reason) {
        String failure = assertThrows(StartupFailure.class, () -> OwnDatabase.check(url, properties))
                .getMessage();
        assertTrue(failure.contains(reason), failure);
        assertEquals(1, failure.lines().count(), failure);
    }
}
