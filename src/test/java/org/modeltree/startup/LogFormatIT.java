package org.modeltree.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the console of the packaged service looks like, line by line. {@link EmbeddedDatabaseIT} has those that are text. */
class LogFormatIT {

    private static final String NO_STARTER = "-Dmodeltree.starter-catalog=none";

    private static final String BOOTSTRAP = "mt_q8RZ2mVtYw5LkXj0HsBn7cPdUf3gAe9oTi6KvJx1MyQ";

    private static String started(String database, String... options) throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(TestServer.migratedDatabase(database));
        environment.put("MODELTREE_SECURITY_BOOTSTRAP_TOKEN", BOOTSTRAP);
        try (PackagedService service =
                PackagedService.with(environment, options).up()) {
            assertEquals(401, service.get("/api/v1/tokens").statusCode());
            assertEquals(200, tokens(service, BOOTSTRAP, null).statusCode());
            String created = tokens(service, BOOTSTRAP, "{\"name\":\"Ada\",\"role\":\"admin\"}")
                    .body();
            String secret = new ObjectMapper().readTree(created).get("secret").asText();
            assertEquals(200, tokens(service, secret, null).statusCode());
            service.stop().end(Duration.ofSeconds(60));
            return service.console();
        }
    }

    /** Lists the tokens, or creates one. */
    private static HttpResponse<String> tokens(PackagedService service, String token, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
        return service.send(
                "/api/v1/tokens",
                body == null ? request.GET() : request.POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void lines_are_json_if_a_setting_says_so_with_one_for_each_request() throws IOException, InterruptedException {
        String console = started(
                "log-json",
                NO_STARTER,
                "-Dmodeltree.log.json=true",
                "-Dmodeltree.log.access=true",
                "-Dmodeltree.log.callers=true");
        List<JsonNode> lines = new ArrayList<>();
        for (String line : console.lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        lines.forEach(line -> OffsetDateTime.parse(line.get("timestamp").asText()));
        List<String> refused = lines.stream()
                .filter(line -> line.at("/mdc/route").asText().equals("/api/v1/tokens"))
                .map(line -> line.at("/mdc/status").asText() + " "
                        + line.at("/mdc/caller").asText())
                .toList();
        assertEquals(List.of("401 anonymous", "200 bootstrap", "201 bootstrap", "200 token:1"), refused, console);
    }

    @Test
    void a_collector_of_logs_gets_the_same_lines() throws Exception {
        StringBuilder received = new StringBuilder();
        try (ServerSocket collector = new ServerSocket(0)) {
            Thread receiving = new Thread(() -> {
                try (Socket connection = collector.accept()) {
                    received.append(new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
                } catch (IOException closed) {
                    received.append(closed);
                }
            });
            receiving.start();
            String console = started(
                    "log-syslog",
                    NO_STARTER,
                    "-Dmodeltree.log.access=true",
                    "-Dquarkus.log.syslog.enabled=true",
                    "-Dquarkus.log.syslog.protocol=tcp",
                    "-Dquarkus.log.syslog.endpoint=localhost:" + collector.getLocalPort());
            receiving.join(Duration.ofSeconds(20).toMillis());
            List<String> missing = console.lines()
                    .filter(line -> line.contains("Modeltree is up") || line.contains("[access]"))
                    .filter(line -> received.indexOf(line) < 0)
                    .toList();
            assertEquals(List.of(), missing, received.toString());
            assertTrue(received.indexOf("401") > 0, received.toString());
        }
    }
}
