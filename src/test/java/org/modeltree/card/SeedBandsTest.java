package org.modeltree.card;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.modeltree.EmptyCatalogProfile;
import org.modeltree.imports.Importing;

/** The card it all began with: InstructGPT at 0.0 in a field whose 20th and 80th percentiles are 6.0 and 9.0. */
@QuarkusTest
@TestProfile(EmptyCatalogProfile.class)
class SeedBandsTest {

    /** Six models: with InstructGPT first, ranks 1 and 4 of 0 to 5 are the two percentiles. */
    private static final List<Integer> TOKENS = List.of(2_048, 131_072, 200_000, 400_000, 1_048_576, 2_097_152);

    @BeforeEach
    void six_models() {
        StringBuilder catalog = new StringBuilder("""
                {"type":"benchmark","id":"context-window","label":"Context window","unit":"tokens"}
                {"type":"capability","id":"context","label":{"en":"Context / memory"},"description":{"en":"Each doubling is one point."},"basis":{"en":"Context window size · log-scaled"},"benchmark":"context-window","scale":{"kind":"log","floor":2048,"ceiling":2097152}}
                {"type":"card","model":"openai/instructgpt","coreCapabilities":[{"id":"long-documents","label":{"en":"Long documents"},"description":{"en":"Reads whole books."},"requires":{"capability":"context","raw":32768}}]}
                """);
        for (int i = 0; i < TOKENS.size(); i++) {
            String id = i == 0 ? "openai/instructgpt" : "field/model-" + i;
            catalog.append("{\"type\":\"model\",\"id\":\"%s\",\"name\":\"Model %d\"}\n".formatted(id, i));
            catalog.append(
                    "{\"type\":\"measurement\",\"model\":\"%s\",\"benchmark\":\"context-window\",\"raw\":%d,\"source\":\"https://example.org\"}\n"
                            .formatted(id, TOKENS.get(i)));
        }
        Importing.empty();
        Importing.done("format=modeltree", catalog.toString());
    }

    @Test
    void the_card_shows_what_the_first_one_showed() {
        given().get("/api/v1/models/openai/instructgpt/card")
                .then()
                .statusCode(200)
                .body("contextWindow.label", equalTo("2K"))
                .body("contextWindow.caption", equalTo("Up to 2,048 tokens"))
                .body("contextWindow.tier", equalTo("Short prompt"))
                .body("performance.size()", equalTo(1))
                .body("performance[0].label", equalTo("Context / memory"))
                .body("performance[0].basis", equalTo("Context window size · log-scaled"))
                .body("performance[0].lower.score", equalTo(6.0f))
                .body("performance[0].upper.score", equalTo(9.0f))
                .body("performance[0].score", equalTo(0.0f))
                .body("performance[0].position", equalTo("below_lower"))
                .body("performance[0].percentileRank", equalTo(0.0f))
                .body("coreCapabilities[0].consistent", equalTo(false));
    }

    @Test
    void the_edges_are_the_two_models_at_the_percentiles() {
        given().get("/api/v1/bands/context")
                .then()
                .body("count", equalTo(6))
                .body("lower.raw", equalTo(131_072))
                .body("lower.exact", equalTo(6.0f))
                .body("upper.raw", equalTo(1_048_576))
                .body("upper.exact", equalTo(9.0f));
    }

    @Test
    void an_empty_offering_list_says_nothing_about_prices() {
        given().get("/api/v1/models/openai/instructgpt")
                .then()
                .body("pricingStatus", equalTo("unknown"))
                .body("maxOutput", equalTo(null))
                .body("maxOutputStatus", equalTo("unknown"))
                .body("vendor.name", equalTo("openai"));
    }
}
