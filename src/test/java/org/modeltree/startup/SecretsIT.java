package org.modeltree.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/** What an operator configures as a secret is in nothing that the service writes or answers. FuzzIT looks for those of callers. */
class SecretsIT {

    private static final String PASSWORD = "planted-4b1d90";
    private static final String TOKEN = "mt_planted-token-8e2c";

    @Test
    void no_secret_is_in_what_a_failed_start_says() throws IOException, InterruptedException {
        String nowhere = "jdbc:postgresql://localhost:1/none?password=" + PASSWORD + "1";
        for (Map<String, String> environment : List.of(
                Map.of("DB_URL", nowhere, "DB_USER", "somebody", "DB_PASSWORD", PASSWORD),
                environment("MODELTREE_SECURITY_BOOTSTRAP_TOKEN", TOKEN),
                environment(
                        "MODELTREE_READ_REPLICA_PASSWORD",
                        PASSWORD,
                        "MODELTREE_READ_REPLICA_URL",
                        nowhere,
                        "MODELTREE_REQUESTS_MAX_HEADERS",
                        "1"))) {
            try (PackagedService service = PackagedService.with(environment, "-Dmodeltree.starter-catalog=none")) {
                assertEquals(1, service.end(PackagedService.MAX_START), environment::toString);
                assertTrue(service.errors().contains("Modeltree cannot start"), service.errors());
                if (nowhere.equals(environment.get("DB_URL"))) {
                    String reason = "The database jdbc:postgresql://localhost:1/none cannot be used: Connection to";
                    assertTrue(service.errors().contains(reason), service.errors());
                }
                assertFalse(service.console().contains(PASSWORD), service.console());
                assertFalse(service.console().contains(TOKEN), service.console());
            }
        }
    }

    @Test
    void no_secret_is_in_the_log_or_in_what_operators_read() throws IOException, InterruptedException {
        Map<String, String> environment = environment(
                "DB_PASSWORD",
                PASSWORD,
                "MODELTREE_SECURITY_BOOTSTRAP_TOKEN",
                EmptyCatalogProfile.ADMIN,
                "QUARKUS_LOG_LEVEL",
                "DEBUG");
        try (PackagedService service = PackagedService.with(environment, "-Dmodeltree.starter-catalog=none")
                .up()) {
            StringBuilder written = new StringBuilder();
            for (String path : List.of(
                    "/q/metrics",
                    "/q/health",
                    "/q/info",
                    "/q/openapi",
                    "/q/dev-ui",
                    "/q/heapdump",
                    "/q/env",
                    "/q/configprops",
                    "/api/v1",
                    "/api/v1/tokens",
                    "/")) {
                written.append(service.get(path).body());
            }
            written.append(service.console());
            assertFalse(written.toString().contains(PASSWORD), "the password of the database is written");
            assertFalse(written.toString().contains(EmptyCatalogProfile.ADMIN), "the bootstrap token is written");
            assertEquals(404, service.get("/q/heapdump").statusCode());
            assertEquals(404, service.get("/q/dev-ui").statusCode());
        }
    }

    private static Map<String, String> environment(String... more) {
        Map<String, String> environment = new HashMap<>(TestServer.migratedDatabase("secrets"));
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return environment;
    }
}
