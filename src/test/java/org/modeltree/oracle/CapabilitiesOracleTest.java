package org.modeltree.oracle;

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
import org.modeltree.oracle.Lines.CapabilityLine;
import org.modeltree.oracle.Lines.Scale;

@QuarkusTest
@TestProfile(InventedCatalogProfile.class)
class CapabilitiesOracleTest {
    private final Oracle oracle = Oracle.get();
    private final OracleBands bands = new OracleBands(oracle);
    private final OracleScores scores = new OracleScores(oracle);

    @Test
    void all_capabilities_come_in_the_order_of_their_lines() {
        for (String lang : List.of("en", "zh")) {
            ArrayNode expected = JsonNodeFactory.instance.arrayNode();
            oracle.catalog.capabilities().forEach(line -> expected.add(view(line, lang)));
            String path = "/api/v1/capabilities?lang=" + lang;
            Trees.assertSame(expected, Walk.whole(path), "GET " + path);
        }
    }

    @Test
    void every_capability_is_shown_by_itself() {
        Walk.each(oracle.catalog.capabilities(), line -> {
            for (String lang : List.of("en", "zh")) {
                String path = "/api/v1/capabilities/" + line.id() + "?lang=" + lang;
                Trees.assertSame(view(line, lang), Answer.ok(path), "GET " + path);
            }
        });
    }

    @Test
    void every_tick_of_every_gauge_is_where_the_gauge_puts_it() {
        Walk.each(oracle.catalog.capabilities(), line -> {
            String path = "/api/v1/capabilities/" + line.id();
            JsonNode gauge = Answer.ok(path).path("gauge");
            double from = gauge.path("from").doubleValue();
            double to = gauge.path("to").doubleValue();
            boolean log = gauge.path("kind").asText().equals("log");
            assertTrue(gauge.path("ticks").size() >= 2, () -> Answer.question(path) + " has too few ticks: " + gauge);
            for (JsonNode tick : gauge.path("ticks")) {
                assertEquals(
                        OracleGauge.position(tick.path("raw").doubleValue(), from, to, log),
                        tick.path("position").doubleValue(),
                        1e-9,
                        () -> Answer.question(path) + " has a tick astray: " + tick);
            }
        });
    }

    private ObjectNode view(CapabilityLine line, String lang) {
        Scale scale = line.scale();
        ObjectNode view = JsonNodeFactory.instance.objectNode();
        view.put("id", line.id());
        view.put("label", line.label().in(lang));
        view.put("description", line.description().in(lang));
        view.set("basis", scores.basis(line, lang));
        view.set("benchmark", bands.benchmark(line));
        view.putObject("scale")
                .put("kind", scale.kind())
                .put("floor", scale.floor())
                .put("ceiling", scale.ceiling())
                .put("better", scale.lowerIsBetter() ? "lower" : "higher");
        view.set("gauge", gauge(line, lang));
        view.put("n", bands.everyone(line).size());
        return view;
    }

    /** Only the gauge of context windows is fixed; where another begins, ends and is marked is the service's choice. */
    private static ObjectNode gauge(CapabilityLine line, String lang) {
        ObjectNode gauge = JsonNodeFactory.instance.objectNode();
        if (line.id().equals("context")) {
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
            boolean whole = tick.size() == 4
                    && tick.path("raw").isNumber()
                    && tick.path("label").isTextual()
                    && (tick.path("caption").isTextual() || tick.path("caption").isNull())
                    && tick.path("position").isNumber();
            if (!whole) {
                return false;
            }
        }
        return ticks.isArray();
    }
}
