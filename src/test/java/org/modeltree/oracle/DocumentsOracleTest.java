package org.modeltree.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.modeltree.oracle.Lines.MeasurementLine;
import org.modeltree.oracle.Lines.OfferingLine;
import org.modeltree.oracle.Lines.SourceItem;

/** What was said is given back as it was said, with who said it. */
@QuarkusTest
@TestProfile(InventedCatalogProfile.class)
class DocumentsOracleTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Oracle oracle = Oracle.get();

    @Test
    void the_document_of_a_model_is_its_line() {
        Walk.each(oracle.models(), model -> {
            String path = Urls.model(model.id()) + "/document";
            ObjectNode actual = (ObjectNode) Answer.ok(path);
            ObjectNode expected = JSON.valueToTree(model.line());
            expected.put("id", model.id());
            if (model.line().successor() != null) {
                expected.put("successor", model.line().successor().toLowerCase(Locale.ROOT));
            }
            dropNulls(expected);
            for (String status :
                    List.of("parametersStatus", "contextWindowStatus", "maxOutputStatus", "pricingStatus")) {
                if (expected.path(status).asText().equals("unknown")) {
                    expected.remove(status);
                }
            }
            for (String key : List.of("modalities", "texts")) {
                if (expected.has(key) && expected.get(key).isEmpty()) {
                    expected.remove(key);
                }
            }
            assertEquals(sources(model), bySource(actual.remove("sources")), path);
            expected.remove("sources");
            expected.remove("aliases");
            JsonNode aliases = actual.remove("aliases");
            Trees.assertSame(
                    Expect.inAnyOrder(model.aliases()),
                    aliases == null ? JsonNodeFactory.instance.arrayNode() : aliases,
                    "GET " + path);
            Trees.assertSame(expected, actual, "GET " + path);
        });
    }

    @Test
    void every_measurement_is_told_with_the_one_that_counts() {
        Walk.each(oracle.models(), model -> {
            String path = Urls.model(model.id()) + "/measurements";
            List<ObjectNode> expected = new ArrayList<>();
            for (MeasurementLine line : oracle.catalog.measurements()) {
                if (Oracle.fold(line.model()).equals(model.id())) {
                    ObjectNode one = JsonNodeFactory.instance.objectNode();
                    one.put("id", id(line)).put("benchmark", line.benchmark());
                    one.put("source", line.source()).put("harness", line.harness());
                    one.put("verified", line.countsAsVerified());
                    one.set("date", PartialDates.json(line.date()));
                    one.put("counting", line.equals(oracle.measurements(model).get(line.benchmark())));
                    expected.add(one);
                }
            }
            expected.sort(Comparator.comparing(
                            (ObjectNode one) -> one.get("benchmark").asText(), Orders.CODE_POINTS)
                    .thenComparing(one -> one.get("id").asText(), Orders.CODE_POINTS));
            ArrayNode shown = JsonNodeFactory.instance.arrayNode();
            Walk.whole(path).forEach(actual -> {
                ObjectNode one = JsonNodeFactory.instance.objectNode();
                one.set("id", actual.get("id"));
                one.set("benchmark", actual.at("/benchmark/id"));
                for (String key : List.of("source", "harness", "verified", "date", "counting")) {
                    one.set(key, actual.get(key));
                }
                shown.add(one);
                String document = path + "/" + actual.get("id").asText();
                assertEquals(
                        0,
                        actual.get("raw")
                                .decimalValue()
                                .compareTo(Answer.ok(document).get("raw").decimalValue()),
                        document);
            });
            ArrayNode wanted = JsonNodeFactory.instance.arrayNode();
            wanted.addAll(expected);
            Trees.assertSame(wanted, shown, "GET " + path);
        });
    }

    @Test
    void the_document_of_an_offering_is_its_line() {
        Walk.each(oracle.models(), model -> {
            for (OfferingLine line : oracle.offerings(model)) {
                String path = Urls.model(model.id()) + "/offerings/" + line.provider() + "/" + Urls.encode(line.id());
                JsonNode actual = Answer.ok(path);
                assertEquals(text(line.source()), actual.path("source").asText(), path);
                assertEquals(text(line.date()), actual.path("date").asText(), path);
                assertEquals(
                        text(line.retiredDate()), actual.path("retiredDate").asText(), path);
                assertEquals(
                        line.origin() == null ? "modeltree" : line.origin(),
                        actual.path("origin").asText(),
                        path);
                assertEquals(line.priceList().size(), actual.path("prices").size(), path);
            }
        });
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    /** Of two sources of one fact the first one counts. */
    private static Map<String, String> sources(OracleModel model) {
        Map<String, String> sources = new TreeMap<>();
        List<SourceItem> items =
                model.line().sources() == null ? List.of() : model.line().sources();
        for (SourceItem item : items) {
            for (String fact : item.facts()) {
                sources.putIfAbsent(fact, item.source() + " " + item.date());
            }
        }
        return sources;
    }

    private static Map<String, String> bySource(JsonNode sources) {
        Map<String, String> byFact = new TreeMap<>();
        if (sources != null) {
            sources.forEach(source -> source.get("facts")
                    .forEach(fact -> byFact.put(
                            fact.asText(),
                            source.path("source").asText(null) + " "
                                    + source.path("date").asText(null))));
        }
        return byFact;
    }

    private static String id(MeasurementLine line) {
        BigDecimal raw = new BigDecimal(Double.toString(line.raw().doubleValue()));
        String all = line.benchmark() + "\n" + raw.stripTrailingZeros().toPlainString() + "\n" + line.source() + "\n"
                + text(line.date()) + "\n" + text(line.harness());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, 12);
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void dropNulls(JsonNode json) {
        if (json instanceof ObjectNode object) {
            object.properties().removeIf(property -> property.getValue().isNull());
        }
        json.forEach(DocumentsOracleTest::dropNulls);
        if (json instanceof ObjectNode object && object.path("texts") instanceof ObjectNode texts) {
            texts.properties().removeIf(text -> text.getValue().isEmpty());
        }
    }
}
