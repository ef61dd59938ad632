package org.modeltree.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;

/** Offerings that an earlier version, or a person, stored under another name of their provider. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class RenamedOfferingsTest {

    private static final String FORMER = """
            {"type":"model","id":"acme/one-9","name":"One 9"}
            {"type":"provider","id":"together_ai","name":"Together AI"}
            {"type":"offering","provider":"together_ai","id":"acme/one-9","model":"acme/one-9","maxOutput":4096,"origin":"%s","prices":[{"kind":"metered","input":"5","output":"9","to":"2026-01-01"},{"kind":"metered","input":"3","output":"9","from":"2026-01-01"}]}
            """;

    private static final String FILE = """
            {"together_ai/acme/one-9": {"litellm_provider": "together_ai", "mode": "chat", "max_input_tokens": 64000,
             "input_cost_per_token": 2e-06, "output_cost_per_token": 9e-06}}
            """;

    @BeforeEach
    void empty() {
        Importing.empty();
    }

    private static List<String> prices(JsonNode offering) {
        List<String> prices = new ArrayList<>();
        offering.get("prices")
                .forEach(price -> prices.add(price.get("input").asText() + " "
                        + price.get("from").asText() + " " + price.get("to").asText()));
        return prices;
    }

    @Test
    void an_import_moves_them_to_our_id_of_the_provider_with_their_history() {
        Importing.done("format=modeltree", FORMER.formatted("litellm"));
        String before = Importing.export();
        JsonNode report = Importing.done("format=litellm", FILE);
        assertTrue(report.get("notes").toString().contains("together_ai acme/one-9"), report::toString);
        assertEquals(Set.of("togetherai acme/one-9"), Importing.offerings().keySet());
        JsonNode offering = Importing.offerings().get("togetherai acme/one-9");
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        assertEquals(List.of("5 null 2026-01-01", "3 2026-01-01 " + today, "2 " + today + " null"), prices(offering));
        assertEquals(4096, offering.get("maxOutput").asInt());
        assertEquals(64000, offering.get("contextWindow").asInt());

        JsonNode again = Importing.done("format=litellm", FILE);
        assertEquals("0 0", again.get("created") + " " + again.get("updated"), again::toString);

        Importing.write("POST", "/imports/" + report.get("id").asText() + "/undo", null)
                .is(200);
        assertEquals(Set.of("together_ai acme/one-9"), Importing.offerings().keySet());
        assertTrue(Importing.export()
                .contains(before.lines()
                        .filter(line -> line.contains("\"offering\""))
                        .findFirst()
                        .orElseThrow()));
    }

    @Test
    void what_a_person_wrote_stays_as_it_is() {
        Importing.done("format=modeltree", FORMER.formatted("curator"));
        JsonNode report = Importing.done("format=litellm", FILE);
        JsonNode offering = Importing.offerings().get("togetherai acme/one-9");
        assertEquals(List.of("5 null 2026-01-01", "3 2026-01-01 null"), prices(offering));
        assertEquals("curator", offering.get("origin").asText());
        assertEquals("prices", report.at("/kept/0/fact").asText(), report::toString);
    }

    @Test
    void those_that_are_stored_under_both_names_become_one() {
        Importing.done("format=modeltree", FORMER.formatted("litellm") + """
                {"type":"provider","id":"togetherai","name":"Together AI"}
                {"type":"offering","provider":"togetherai","id":"acme/one-9","model":"acme/one-9","contextWindow":64000,"origin":"models.dev","prices":[{"kind":"metered","input":"2","output":"9"}]}
                """);
        Importing.done("format=litellm", FILE);
        assertEquals(Set.of("togetherai acme/one-9"), Importing.offerings().keySet());
        JsonNode offering = Importing.offerings().get("togetherai acme/one-9");
        assertEquals(List.of("2 null null"), prices(offering));
        assertEquals(4096, offering.get("maxOutput").asInt());
        assertEquals("models.dev", offering.get("origin").asText());
    }
}
