package org.modeltree.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.modeltree.oracle.Lines.MeasurementLine;
import org.modeltree.oracle.Lines.OfferingLine;
import org.modeltree.oracle.Lines.SourceItem;

/** What was said, as the service should give it back: what is not known left out, ids folded, who said it named. */
final class OracleDocuments {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final List<String> STATUSES =
            List.of("parametersStatus", "contextWindowStatus", "maxOutputStatus", "pricingStatus");
    private static final List<String> AMOUNTS = List.of("input", "output", "cacheRead", "cacheWrite");

    private OracleDocuments() {}

    static ObjectNode model(OracleModel model) {
        ObjectNode document = known(MAPPER.valueToTree(model.line()));
        document.put("id", model.id());
        if (model.line().successor() != null) {
            document.put("successor", Oracle.fold(model.line().successor()));
        }
        // That nobody knows why something is not there is the same as not saying so.
        STATUSES.stream()
                .filter(status -> document.path(status).asText().equals("unknown"))
                .forEach(document::remove);
        if (!model.aliases().isEmpty()) {
            document.set("aliases", Expect.inAnyOrder(model.aliases()));
        }
        if (model.line().sources() != null) {
            document.set("sources", sources(model.line().sources()));
        }
        return document;
    }

    private record Said(String source, String date, String origin) {}

    /** Of several sources of one fact the first; what one source says stands together, by its first fact. */
    private static ArrayNode sources(List<SourceItem> items) {
        Map<String, Said> byFact = new TreeMap<>();
        for (SourceItem item : items) {
            item.facts()
                    .forEach(fact -> byFact.putIfAbsent(
                            fact, new Said(item.source(), item.date(), OracleViews.origin(item.origin()))));
        }
        ArrayNode sources = JSON.arrayNode();
        TreeSet<String> left = new TreeSet<>(byFact.keySet());
        while (!left.isEmpty()) {
            Said said = byFact.get(left.first());
            ObjectNode entry = sources.addObject();
            ArrayNode facts = entry.putArray("facts");
            byFact.forEach((fact, source) -> {
                if (source.equals(said)) {
                    facts.add(fact);
                    left.remove(fact);
                }
            });
            entry.setAll(known(MAPPER.valueToTree(said)));
        }
        return sources;
    }

    static ObjectNode measurement(MeasurementLine line) {
        ObjectNode document = known(MAPPER.valueToTree(line));
        document.remove(List.of("id", "model"));
        document.put("raw", line.raw());
        document.put("origin", OracleViews.origin(line.origin()));
        if (!line.countsAsVerified()) {
            document.remove("verified");
        }
        return document;
    }

    /** Prices stand in the order in which they were said. */
    static ObjectNode offering(OfferingLine line) {
        ObjectNode document = known(MAPPER.valueToTree(line));
        document.remove(List.of("provider", "id", "model"));
        document.put("origin", OracleViews.origin(line.origin()));
        for (JsonNode price : document.path("prices")) {
            usual((ObjectNode) price);
        }
        return document;
    }

    private static void usual(ObjectNode price) {
        if (price.path("mode").asText().equals("standard")) {
            price.remove("mode");
        }
        if (price.path("minContextTokens").asLong(-1) == 0) {
            price.remove("minContextTokens");
        }
        for (String amount : AMOUNTS) {
            if (price.has(amount)) {
                price.put(
                        amount,
                        new BigDecimal(price.get(amount).asText())
                                .stripTrailingZeros()
                                .toPlainString());
            }
        }
    }

    /** Without what is null, and without what then says nothing at all. */
    static ObjectNode known(ObjectNode document) {
        withoutNulls(document);
        for (String key : List.of("texts", "modalities", "availability")) {
            if (document.path(key) instanceof ObjectNode parts) {
                parts.properties()
                        .removeIf(part ->
                                part.getValue().isObject() && part.getValue().isEmpty());
                if (parts.isEmpty()) {
                    document.remove(key);
                }
            }
        }
        return document;
    }

    private static void withoutNulls(JsonNode json) {
        if (json instanceof ObjectNode object) {
            object.properties().removeIf(property -> property.getValue().isNull());
        }
        json.forEach(OracleDocuments::withoutNulls);
    }
}
