package org.modeltree.startup;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A price that began while no instance was running counts soon after two of them have started at once, and once. */
class PriceDaysIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @Test
    void a_price_that_began_meanwhile_is_scored_by_both_and_is_one_revision() throws Exception {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        Path file = Files.writeString(folder.resolve("catalog.ndjson"), """
                {"type":"benchmark","id":"input-price","label":"Input","unit":"usd_per_1m_tokens"}
                {"type":"vendor","id":"ebb","name":"Ebb"}
                {"type":"model","id":"ebb/tide","name":"Tide"}
                {"type":"provider","id":"ebb","name":"Ebb"}
                {"type":"offering","model":"ebb/tide","provider":"ebb","id":"tide","source":"https://ebb.example",\
                "prices":[{"kind":"metered","input":"4","to":"%1$s"},{"kind":"metered","input":"16","from":"%1$s"}]}
                {"type":"measurement","model":"ebb/tide","id":"input-price.offering","benchmark":"input-price","raw":4,\
                "source":"https://ebb.example"}
                """.formatted(today));
        Map<String, String> database = TestServer.migratedDatabase("price-days");
        String url = database.get("DB_URL");
        try (PackagedService command = PackagedService.importing(
                database, List.of("--format=modeltree", file.toString()), "-Dmodeltree.starter-catalog=none")) {
            assertEquals(0, command.end(PackagedService.MAX_START), command.console());
        }
        assertEquals("4", TestServer.ask(url, "select raw from measurement where counting"));
        TestServer.execute(url, "update price_day set day = day - 1");
        long before = Long.parseLong(TestServer.ask(url, "select revision from catalog_revision"));
        try (PackagedService one = PackagedService.with(database, "-Dmodeltree.starter-catalog=none");
                PackagedService other = PackagedService.with(database, "-Dmodeltree.starter-catalog=none")) {
            for (PackagedService service : List.of(one.up(), other.up())) {
                await().atMost(SOON)
                        .untilAsserted(() -> assertEquals(
                                "16",
                                service.json("/api/v1/models/ebb/tide/measurements/input-price.offering")
                                        .get("raw")
                                        .asText()));
            }
            assertEquals(before + 1, Long.parseLong(TestServer.ask(url, "select revision from catalog_revision")));
            assertEquals(
                    "update ebb/tide input-price.offering modeltree",
                    TestServer.ask(
                            url,
                            "select string_agg(concat_ws(' ', kind, subject, actor), ', ') from change where revision > "
                                    + before));
        }
    }
}
