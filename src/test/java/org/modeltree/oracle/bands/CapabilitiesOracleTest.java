package org.modeltree.oracle.bands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.ApiResponse;
import org.modeltree.oracle.Checks;
import org.modeltree.oracle.Expect;
import org.modeltree.oracle.GeneratedCatalogProfile;
import org.modeltree.oracle.JsonAssert;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.Pagination;
import org.modeltree.oracle.generated.InputRecords.CapabilityRecord;
import org.modeltree.oracle.generated.InputRecords.Scale;

@QuarkusTest
@TestProfile(GeneratedCatalogProfile.class)
class CapabilitiesOracleTest {
    private final Oracle oracle = Oracle.get();
    private final OracleBands bands = new OracleBands(oracle);
    private final OracleScores scores = new OracleScores(oracle);

    @Test
    void capabilities_are_listed_in_the_order_of_the_file() {
        for (String lang : List.of("en", "zh")) {
            ArrayNode expected = JsonNodeFactory.instance.arrayNode();
            oracle.catalog.capabilities().forEach(record -> expected.add(view(record, lang)));
            String path = "/api/v1/capabilities?lang=" + lang;
            JsonAssert.assertSame(expected, Pagination.single(path), "GET " + path);
        }
    }

    @Test
    void every_single_capability_is_right() {
        Checks.each(oracle.catalog.capabilities(), record -> {
            for (String lang : List.of("en", "zh")) {
                String path = "/api/v1/capabilities/" + record.id() + "?lang=" + lang;
                JsonAssert.assertSame(view(record, lang), ApiResponse.ok(path), "GET " + path);
            }
        });
    }

    @Test
    void every_tick_is_at_its_fraction_of_the_gauge() {
        Checks.each(oracle.catalog.capabilities(), record -> {
            String path = "/api/v1/capabilities/" + record.id();
            JsonNode gauge = ApiResponse.ok(path).path("gauge");
            double from = gauge.path("from").doubleValue();
            double to = gauge.path("to").doubleValue();
            boolean log = gauge.path("kind").asText().equals("log");
            assertTrue(
                    gauge.path("ticks").size() >= 2, () -> ApiResponse.request(path) + " has too few ticks: " + gauge);
            for (JsonNode tick : gauge.path("ticks")) {
                assertEquals(
                        OracleGauge.fraction(tick.path("raw").doubleValue(), from, to, log),
                        tick.path("fraction").doubleValue(),
                        1e-9,
                        () -> ApiResponse.request(path) + " has a tick in the wrong place: " + tick);
            }
        });
    }

    private ObjectNode view(CapabilityRecord record, String lang) {
        Scale scale = record.scale();
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("id", record.id());
        view.put("label", record.label().in(lang));
        view.put("description", record.description().in(lang));
        view.set("basis", scores.basis(record, lang));
        view.set("benchmark", bands.benchmark(record, lang));
        view.putObject("scale")
                .put("kind", scale.kind())
                .put("floor", scale.floor())
                .put("ceiling", scale.ceiling())
                .put("better", scale.lowerIsBetter() ? "lower" : "higher");
        view.set("gauge", gauge(record, lang));
        view.put("count", bands.allObservations(record).size());
        view.set("revision", Expect.integerFrom(0));
        return view;
    }

    /** Only the gauge of context windows is specified; the service chooses all others. */
    private static ObjectNode gauge(CapabilityRecord record, String lang) {
        ObjectNode gauge = JsonNodeFactory.instance.objectNode();
        if (record.id().equals("context")) {
            gauge.put("kind", "log");
            gauge.put("from", OracleGauge.FROM);
            gauge.put("to", OracleGauge.TO);
            gauge.set("ticks", OracleGauge.ticks(lang));
            return gauge;
        }
        gauge.set(
                "kind",
                Expect.that("log or linear", node -> List.of("log", "linear").contains(node.asText())));
        gauge.set("from", Expect.that("a number", JsonNode::isNumber));
        gauge.set("to", Expect.that("a number", JsonNode::isNumber));
        gauge.set("ticks", Expect.that("ticks", CapabilitiesOracleTest::areTicks));
        return gauge;
    }

    private static boolean areTicks(JsonNode ticks) {
        for (JsonNode tick : ticks) {
            boolean whole = tick.size() == 5
                    && tick.path("raw").isNumber()
                    && tick.path("label").isTextual()
                    && (tick.path("caption").isTextual() || tick.path("caption").isNull())
                    && tick.path("caption").isNull() == tick.path("captions").isNull()
                    && tick.path("fraction").isNumber();
            if (!whole) {
                return false;
            }
        }
        return ticks.isArray();
    }
}
