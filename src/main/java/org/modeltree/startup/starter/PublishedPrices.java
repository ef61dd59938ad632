package org.modeltree.startup.starter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.modeltree.http.value.PartialDate;
import org.modeltree.offering.provider.PublisherServices;

/**
 * Adds the scored prices: measurements of {@code input-price} and {@code output-price} at the publisher's own current
 * offering, where the files state no such measurement. Imports of other catalogs measure them as well, but records of our
 * own format have to state them.
 */
final class PublishedPrices {

    private static final Map<String, String> AMOUNTS = Map.of("input-price", "input", "output-price", "output");

    private final List<StarterRecord> records;
    private final String asOf;
    private final Set<String> measured = new HashSet<>();
    private final Set<String> retired = new HashSet<>();

    /**
     * Prices of records.
     *
     * @param asOf day on which a price must apply
     */
    PublishedPrices(List<StarterRecord> records, String asOf) {
        this.records = records;
        this.asOf = asOf;
        for (StarterRecord record : records) {
            if (record.type().equals("measurement")) {
                measured.add(record.text("model") + " " + record.text("benchmark"));
            } else if (record.text("lifecycle").equals("retired")) {
                retired.add(record.text("id"));
            }
        }
    }

    /** All records, followed by the added measurements. */
    List<StarterRecord> added() {
        Map<String, StarterRecord> first = new HashMap<>();
        for (StarterRecord record : records) {
            if (isPublishersOwn(record)) {
                first.merge(record.text("model"), record, this::firstOf);
            }
        }
        List<StarterRecord> all = new ArrayList<>(records);
        records.stream()
                .filter(record -> record.equals(first.get(record.text("model"))))
                .forEach(offering -> AMOUNTS.keySet().stream().sorted().forEach(benchmark -> {
                    JsonNode price = price(offering);
                    BigDecimal amount = amount(price, AMOUNTS.get(benchmark));
                    if (amount.signum() > 0 && measured.add(offering.text("model") + " " + benchmark)) {
                        all.add(new StarterRecord(measurement(offering, benchmark, amount), offering.where()));
                    }
                }));
        return all;
    }

    private boolean isPublishersOwn(StarterRecord record) {
        return record.type().equals("offering")
                && !retired.contains(record.text("model"))
                && PublisherServices.position(record.text("model"), record.text("provider")) < Integer.MAX_VALUE
                && !record.json().has("lastSeen")
                && (!record.json().has("retiredDate")
                        || PartialDate.of(record.text("retiredDate")).lastDay().isAfter(LocalDate.parse(asOf)))
                && price(record) != null;
    }

    /** The service that counts first, then the model's own name, then the shorter id, which has no region or date. */
    private StarterRecord firstOf(StarterRecord one, StarterRecord other) {
        return Comparator.<StarterRecord>comparingInt(offering ->
                                        PublisherServices.position(offering.text("model"), offering.text("provider")))
                                .thenComparing(
                                        offering -> !offering.text("model").endsWith("/" + offering.text("id")))
                                .thenComparingInt(
                                        offering -> offering.text("id").length())
                                .thenComparing(offering -> offering.text("id"))
                                .compare(one, other)
                        <= 0
                ? one
                : other;
    }

    /** The metered price in US dollars for prompts of any length in the standard mode; null if there is none. */
    private JsonNode price(StarterRecord offering) {
        for (JsonNode price : offering.json().path("prices")) {
            boolean standard = price.path("kind").asText().equals("metered")
                    && price.path("mode").asText("standard").equals("standard")
                    && price.path("currency").asText("USD").equals("USD")
                    && price.path("minContextTokens").asInt(0) == 0
                    && !price.has("window");
            boolean applies = price.path("from").asText("").compareTo(asOf) <= 0
                    && (!price.has("to") || price.path("to").asText().compareTo(asOf) > 0);
            if (standard && applies) {
                return price;
            }
        }
        return null;
    }

    private static BigDecimal amount(JsonNode price, String key) {
        try {
            return new BigDecimal(price.path(key).asText("0"));
        } catch (NumberFormatException malformed) {
            // The schema names the fault.
            return BigDecimal.ZERO;
        }
    }

    private static ObjectNode measurement(StarterRecord offering, String benchmark, BigDecimal amount) {
        ObjectNode measurement = JsonNodeFactory.instance
                .objectNode()
                .put("type", "measurement")
                .put("model", offering.text("model"))
                .put("benchmark", benchmark)
                .put("raw", amount);
        for (String key : List.of("source", "date", "origin")) {
            if (offering.json().has(key)) {
                measurement.set(key, offering.json().get(key));
            }
        }
        return measurement;
    }
}
