package org.modeltree.startup.starter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Facts of the starter catalog, drawn by a seed to be checked at their sources. */
final class StarterSample {

    private StarterSample() {}

    /**
     * Tab-separated lines: model, fact, value, address and date of the source. The same seed draws the same facts of the
     * same catalog.
     */
    static List<String> sample(List<StarterRecord> records, long seed, int size) {
        List<String> facts = facts(records);
        Collections.shuffle(facts, new Random(seed));
        return facts.subList(0, Math.min(size, facts.size()));
    }

    /** Every sourced fact, sorted, so that the order of files does not matter. */
    private static List<String> facts(List<StarterRecord> records) {
        List<String> facts = new ArrayList<>();
        for (StarterRecord record : records) {
            switch (record.type()) {
                case "model" ->
                    record.json()
                            .path("sources")
                            .forEach(source -> source.path("facts")
                                    .forEach(fact -> facts.add(fact(
                                            record.text("id"),
                                            fact.asText(),
                                            record.json().path(fact.asText()),
                                            source))));
                case "edge" ->
                    facts.add(fact(
                            record.text("child"),
                            record.text("relation") + " of",
                            record.json().path("parent"),
                            record.json()));
                case "measurement" ->
                    facts.add(fact(
                            record.text("model"),
                            record.text("benchmark"),
                            record.json().path("raw"),
                            record.json()));
                case "offering" ->
                    facts.add(fact(
                            record.text("model"),
                            "offering " + record.text("provider") + " " + record.text("id"),
                            record.json().path("prices"),
                            record.json()));
                default -> {}
            }
        }
        Collections.sort(facts);
        return facts;
    }

    private static String fact(String model, String name, JsonNode value, JsonNode source) {
        return String.join(
                "\t",
                model,
                name,
                value.isTextual() ? value.asText() : value.toString(),
                source.path("source").asText() + " " + source.path("date").asText());
    }
}
