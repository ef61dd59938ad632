package org.modeltree.security;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.modeltree.security.GuardedProfile.BOOTSTRAP;
import static org.modeltree.security.Requests.as;
import static org.modeltree.security.Requests.give;
import static org.modeltree.security.Requests.json;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Secrets appear in the response that creates them, and nowhere else. */
@QuarkusTest
@TestProfile(GuardedProfile.class)
class SilenceTest {

    private static final List<String> TALKATIVE =
            List.of("org.modeltree", "io.quarkus.security", "io.quarkus.vertx", "org.hibernate.SQL", "io.smallrye.jwt");

    @Test
    void no_credential_gets_into_the_log() {
        Queue<String> said = new ConcurrentLinkedQueue<>();
        Handler listener = new Handler() {
            @Override
            public void publish(LogRecord record) {
                StringWriter text = new StringWriter();
                text.append(record.getLoggerName()).append(' ').append(record.getMessage());
                text.append(Arrays.toString(record.getParameters()));
                if (record.getThrown() != null) {
                    record.getThrown().printStackTrace(new PrintWriter(text));
                }
                said.add(text.toString());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger root = Logger.getLogger("");
        List<Logger> loggers = TALKATIVE.stream().map(Logger::getLogger).toList();
        List<Level> before = loggers.stream().map(Logger::getLevel).toList();
        root.addHandler(listener);
        loggers.forEach(logger -> logger.setLevel(Level.FINEST));
        String secret;
        String unknown = "mt_" + "Q7w8E9r0".repeat(6);
        String jwt = TestIssuer.signed(TestIssuer.expired("admin"));
        try {
            secret = give(BOOTSTRAP, "silent", "curator", null).path("secret");
            json(secret).body("{}").put("/test/writes").then().statusCode(200);
            as(secret).get("/api/v1/tokens").then().statusCode(403);
            as(unknown).get("/api/v1/vendors").then().statusCode(401);
            as(jwt).get("/api/v1/vendors").then().statusCode(401);
            given().header("Authorization", "Basic " + secret)
                    .get("/api/v1/vendors")
                    .then()
                    .statusCode(401);
            json(BOOTSTRAP)
                    .body("{\"secret\": \"" + unknown + "\"}")
                    .post("/api/v1/tokens")
                    .then()
                    .statusCode(400);
        } finally {
            root.removeHandler(listener);
            for (int i = 0; i < loggers.size(); i++) {
                loggers.get(i).setLevel(before.get(i));
            }
        }
        assertFalse(said.isEmpty());
        for (String key : List.of(secret, unknown, BOOTSTRAP, jwt)) {
            String telling = key.substring(3, 30);
            assertEquals(
                    List.of(),
                    said.stream().filter(line -> line.contains(telling)).toList());
        }
        for (String path : List.of("/api/v1/tokens", "/api/v1/vendors", "/q/openapi", "/q/metrics")) {
            String answer = as(BOOTSTRAP).get(path).asString();
            assertFalse(answer.contains(secret.substring(3, 30)) || answer.contains(BOOTSTRAP.substring(3, 30)), path);
        }
    }
}
