package org.modeltree.oracle.catalog;

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
import org.modeltree.oracle.Expect;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.generated.InputRecords.MeasurementRecord;
import org.modeltree.oracle.generated.InputRecords.OfferingRecord;
import org.modeltree.oracle.generated.InputRecords.SourceItem;

/** Expected documents: records without unknown values, with canonical ids and origins. */
public final class OracleDocuments {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    public static final ObjectMapper MAPPER = JsonMapper.builder().build();
    private static final List<String> STATUSES =
            List.of("parametersStatus", "contextWindowStatus", "maxOutputStatus", "pricingStatus");
    private static final List<String> AMOUNTS =
            List.of("input", "output", "cacheRead", "cacheWrite", "cacheWriteOneHour", "perOutputImage");

    private OracleDocuments() {}

    public static ObjectNode model(OracleModel model) {
        ObjectNode document = known(MAPPER.valueToTree(model.record()));
        document.put("id", model.id());
        if (model.record().successor() != null) {
            document.put("successor", Oracle.fold(model.record().successor()));
        }
        // The status unknown is the default.
        STATUSES.stream()
                .filter(status -> document.path(status).asText().equals("unknown"))
                .forEach(document::remove);
        if (!model.aliases().isEmpty()) {
            document.set("aliases", Expect.inAnyOrder(model.aliases()));
        }
        if (model.record().sources() != null) {
            document.set("sources", sources(model.record().sources()));
        }
        return document;
    }

    private record Source(String source, String date, String origin) {}

    /** The first source of each fact; facts of the same source are grouped, ordered by the first of them. */
    private static ArrayNode sources(List<SourceItem> items) {
        Map<String, Source> byFact = new TreeMap<>();
        for (SourceItem item : items) {
            item.facts()
                    .forEach(fact -> byFact.putIfAbsent(
                            fact, new Source(item.source(), item.date(), OracleViews.origin(item.origin()))));
        }
        ArrayNode sources = JSON.arrayNode();
        TreeSet<String> remaining = new TreeSet<>(byFact.keySet());
        while (!remaining.isEmpty()) {
            Source source = byFact.get(remaining.first());
            ObjectNode entry = sources.addObject();
            ArrayNode facts = entry.putArray("facts");
            byFact.forEach((fact, other) -> {
                if (other.equals(source)) {
                    facts.add(fact);
                    remaining.remove(fact);
                }
            });
            entry.setAll(known(MAPPER.valueToTree(source)));
        }
        return sources;
    }

    public static ObjectNode measurement(MeasurementRecord record) {
        ObjectNode document = known(MAPPER.valueToTree(record));
        document.remove(List.of("id", "model"));
        document.put("raw", record.raw());
        document.put("origin", OracleViews.origin(record.origin()));
        if (!record.countsAsVerified()) {
            document.remove("verified");
        }
        return document;
    }

    /** Prices keep their order. */
    public static ObjectNode offering(OfferingRecord record) {
        ObjectNode document = known(MAPPER.valueToTree(record));
        document.remove(List.of("provider", "id", "model"));
        document.put("origin", OracleViews.origin(record.origin()));
        for (JsonNode price : document.path("prices")) {
            normalize((ObjectNode) price);
        }
        return document;
    }

    private static void normalize(ObjectNode price) {
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

    /** Removes nulls, and objects that are empty without them. */
    public static ObjectNode known(ObjectNode document) {
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
