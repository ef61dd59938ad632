package org.modeltree.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the console of the packaged service looks like, line by line. {@link EmbeddedDatabaseIT} has those that are text. */
class LogFormatIT {

    private static final String NO_STARTER = "-Dmodeltree.starter-catalog=none";

    private static String started(String database, String... options) throws IOException, InterruptedException {
        Map<String, String> environment = TestServer.migratedDatabase(database);
        try (PackagedService service =
                PackagedService.with(environment, options).up()) {
            assertEquals(401, service.get("/api/v1/tokens").statusCode());
            service.stop().end(Duration.ofSeconds(60));
            return service.console();
        }
    }

    @Test
    void lines_are_json_if_a_setting_says_so_with_one_for_each_request() throws IOException, InterruptedException {
        String console = started("log-json", NO_STARTER, "-Dmodeltree.log.json=true", "-Dmodeltree.log.access=true");
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
        assertEquals(List.of("401 anonymous"), refused, console);
    }
}
