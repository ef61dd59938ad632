package org.modeltree.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** The rule and the card agree on every contradiction, also around today. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.OtherSettings.class)
class AvailabilityContradictedTest {

    private final LocalDate today = LocalDate.now(ZoneOffset.UTC);
    private final List<String> records = new ArrayList<>();
    private final Map<String, String> expected = new TreeMap<>();

    @BeforeEach
    void catalog() {
        Importing.empty();
        String sourced =
                ",'sources':[{'facts':['lifecycle','retiredDate','openWeights','licence'],'source':'https://s.example'}]";
        String current = offering("host", "");
        model("yesterday", "'retiredDate':'" + today.minusDays(1) + "'" + sourced, "available", "");
        model("today", "'retiredDate':'" + today + "'" + sourced, "available", "");
        model(
                "tomorrow",
                "'retiredDate':'" + today.plusDays(1) + "','lifecycle':'retired'" + sourced,
                "available",
                current);
        model("year", "'retiredDate':'" + (today.getYear() - 1) + "'", "limited", "");
        model("next-year", "'retiredDate':'" + (today.getYear() + 1) + "'", "not_available", current);
        model("no-date", "'lifecycle':'retired'" + sourced, "contact_sales", "");
        model("open", "'lifecycle':'retired','openWeights':true" + sourced, "not_available", current);
        model("closed", "'lifecycle':'retired','openWeights':false", "available", current);
        model("announced", "'lifecycle':'announced'" + sourced, "available", "");
        model("later", "'releaseDate':'" + today.plusDays(1) + "'", "available", "");
        model("nothing", "'lifecycle':'released'", "available", "");
        model("free", "'lifecycle':'released'", "not_available", offering("host", "'prices':[{'kind':'free'}]"));
        model("unlisted", "'lifecycle':'released'", "not_available", offering("host", "'lastSeen':'2020-01-01'"));
        model("ended", "'lifecycle':'released'", "available", offering("host", "'retiredDate':'2021-03'"));
        model(
                "ended-twice",
                "'lifecycle':'released'",
                "available",
                offering("host", "'retiredDate':'2021-03-30'") + offering("host-b", "'retiredDate':'2021-03'"));
        model(
                "ended-and-unlisted",
                "'lifecycle':'released'",
                "available",
                offering("host", "'retiredDate':'2021'") + offering("mesh", "'lastSeen':'2020-01-01'"));
        model("publisher", "'lifecycle':'retired','openWeights':true", "available", offering("acme", ""));
        model("licence", "'licence':'MIT'" + sourced, "unknown", "");
        model("odd-licence", "'licence':'Mitre'", "unknown", "");
        Importing.done("format=modeltree", String.join("\n", records).replace('\'', '"'));
    }

    private static String offering(String provider, String more) {
        return "{'type':'offering','provider':'%s','id':'%%1$s','model':'acme/%%1$s','source':'https://%s.example'%s}\n"
                .formatted(provider, provider, more.isEmpty() ? "" : "," + more);
    }

    private void model(String slug, String facts, String api, String offerings) {
        records.add("{'type':'model','id':'acme/%s','name':'%s',%s}".formatted(slug, slug, facts));
        records.add("{'type':'card','model':'acme/%s','availability':{'api':'%s','openSource':'not_released'}}"
                .formatted(slug, api));
        if (!offerings.isEmpty()) {
            records.add(offerings.formatted(slug).strip());
        }
    }

    @Test
    void the_report_lists_what_the_cards_flag() {
        expected.put("yesterday api", "retiredDate " + today.minusDays(1) + " https://s.example");
        expected.put("today api", "retiredDate " + today + " https://s.example");
        expected.put("year api", "retiredDate " + (today.getYear() - 1) + " null");
        expected.put("next-year api", "offerings/host/next-year current https://host.example");
        expected.put("no-date api", "lifecycle retired https://s.example");
        expected.put("open api", "offerings/host/open current https://host.example");
        expected.put("open openSource", "openWeights true https://s.example");
        expected.put("announced api", "lifecycle announced https://s.example");
        expected.put("later api", "releaseDate " + today.plusDays(1) + " null");
        expected.put("free api", "offerings/host/free current https://host.example");
        expected.put("ended api", "offerings/host/ended/retiredDate 2021-03 https://host.example");
        expected.put("ended-twice api", "offerings/host-b/ended-twice/retiredDate 2021-03 https://host-b.example");
        expected.put("publisher api", "lifecycle retired null");
        expected.put("publisher openSource", "openWeights true null");
        expected.put("licence openSource", "licence MIT https://s.example");

        Map<String, String> reported = new TreeMap<>();
        for (JsonNode finding : Importing.json("/quality?rule=availability_contradicted&limit=200")
                .path("data")) {
            String part = finding.path("fact").asText().replace("card/availability/", "");
            reported.put(
                    finding.path("model").asText().replace("acme/", "") + " " + part, fact(finding.path("values")));
        }
        Map<String, String> flagged = new TreeMap<>();
        for (JsonNode model : Importing.json("/models?limit=200").path("data")) {
            String id = model.path("id").asText();
            JsonNode availability = Importing.json("/models/" + id + "/card").path("availability");
            for (String part : List.of("api", "product", "openSource", "enterprise")) {
                JsonNode statement = availability.path(part);
                assertEquals(
                        statement.path("consistent").asText().equals("false"),
                        statement.path("contradiction").isObject(),
                        statement::toString);
                if (statement.path("contradiction").isObject()) {
                    flagged.put(id.replace("acme/", "") + " " + part, fact(statement.path("contradiction")));
                }
            }
        }
        assertEquals(lines(expected), lines(flagged));
        assertEquals(lines(expected), lines(reported));
    }

    private static String fact(JsonNode values) {
        JsonNode given = values.path("value");
        // A card has the value by its type.
        JsonNode value = given.has("type") ? given.path(given.path("type").asText()) : given;
        return values.path("name").asText() + " "
                + (value.isObject() ? value.path("value").asText() : value.asText()) + " "
                + values.path("source").asText();
    }

    private static String lines(Map<String, String> map) {
        return String.join("\n", map.entrySet().stream().map(Object::toString).toList());
    }
}
