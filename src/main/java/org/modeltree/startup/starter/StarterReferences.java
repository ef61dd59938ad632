package org.modeltree.startup.starter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Checks that records of the starter catalog agree with each other: nothing twice, and nothing that does not exist. */
final class StarterReferences {

    /** A key of a record that holds the id of another one. */
    private record Reference(String key, String type) {}

    private static final Map<String, List<Reference>> REFERENCES = Map.of(
            "capability", List.of(new Reference("benchmark", "benchmark")),
            "model", List.of(new Reference("successor", "model")),
            "edge", List.of(new Reference("parent", "model")),
            "measurement", List.of(new Reference("model", "model"), new Reference("benchmark", "benchmark")),
            "offering", List.of(new Reference("provider", "provider")),
            "card", List.of(new Reference("model", "model")));

    private final List<StarterRecord> records;
    private final StarterFaults faults;
    private final Map<String, Set<String>> ids = new HashMap<>();

    StarterReferences(List<StarterRecord> records, StarterFaults faults) {
        this.records = records;
        this.faults = faults;
    }

    void check() {
        Map<String, String> places = new HashMap<>();
        for (StarterRecord record : records) {
            String earlier = places.putIfAbsent(key(record), record.where());
            if (earlier != null) {
                faults.add(record.where(), "duplicates " + earlier + "; remove one of them");
            }
            ids.computeIfAbsent(record.type(), type -> new TreeSet<>()).add(record.text("id"));
        }
        records.forEach(this::checkReferences);
        checkPercentages();
        checkVendors();
        checkAliases();
        checkCycles();
    }

    private static String key(StarterRecord record) {
        return record.type() + " "
                + switch (record.type()) {
                    case "edge" -> record.text("child") + " " + record.text("parent");
                    case "offering" -> record.text("provider") + " " + record.text("id");
                    case "card" -> record.text("model");
                    case "measurement" -> record.json().toString();
                    default -> record.text("id");
                };
    }

    private void checkReferences(StarterRecord record) {
        for (Reference reference : REFERENCES.getOrDefault(record.type(), List.of())) {
            String id = record.text(reference.key());
            if (!id.isEmpty() && !ids.getOrDefault(reference.type(), Set.of()).contains(id)) {
                faults.add(record.where(), "unknown " + reference.type() + " `" + id + "`");
            }
        }
        record.json().path("coreCapabilities").forEach(claim -> {
            String capability = claim.at("/requires/capability").asText();
            if (!capability.isEmpty()
                    && !ids.getOrDefault("capability", Set.of()).contains(capability)) {
                faults.add(record.where(), "unknown capability `" + capability + "`");
            }
        });
    }

    private void checkPercentages() {
        Set<String> percentages = new HashSet<>();
        for (StarterRecord record : records) {
            if (record.type().equals("benchmark") && record.text("unit").equals("percent")) {
                percentages.add(record.text("id"));
            } else if (percentages.contains(record.text("benchmark"))
                    && record.json().path("raw").asDouble() > 100) {
                faults.add(record.where(), "`raw` is a percentage, so it must not be above 100");
            }
        }
    }

    private void checkVendors() {
        for (StarterRecord record : records) {
            String id = record.text("id");
            if (record.type().equals("model")
                    && !ids.getOrDefault("vendor", Set.of()).contains(id.substring(0, id.indexOf('/')))) {
                faults.add(record.where(), "the vendor is not described; add `vendor` with a name to one of its files");
            }
        }
    }

    /** An alias that is the id of another model, or an alias of two models, would lead to the wrong one. */
    private void checkAliases() {
        Map<String, String> owners = new HashMap<>();
        ids.getOrDefault("model", Set.of()).forEach(id -> owners.put(id, id));
        for (StarterRecord record : records) {
            if (record.type().equals("model")) {
                record.json().path("aliases").forEach(alias -> {
                    String owner = owners.putIfAbsent(alias.asText().toLowerCase(Locale.ROOT), record.text("id"));
                    if (owner != null && !owner.equals(record.text("id"))) {
                        faults.add(
                                record.where(), "the alias `" + alias.asText() + "` belongs to " + owner + " already");
                    }
                });
            }
        }
    }

    /** Removes models without open parents until only cycles are left. */
    private void checkCycles() {
        Map<String, Set<String>> parents = new HashMap<>();
        Map<String, Set<String>> children = new HashMap<>();
        for (StarterRecord record : records) {
            if (record.type().equals("edge")) {
                parents.computeIfAbsent(record.text("child"), child -> new HashSet<>())
                        .add(record.text("parent"));
                children.computeIfAbsent(record.text("parent"), parent -> new HashSet<>())
                        .add(record.text("child"));
            }
        }
        Deque<String> free = new ArrayDeque<>(children.keySet());
        free.removeIf(parents::containsKey);
        while (!free.isEmpty()) {
            String parent = free.remove();
            for (String child : children.getOrDefault(parent, Set.of())) {
                Set<String> open = parents.getOrDefault(child, Set.of());
                if (open.remove(parent) && open.isEmpty()) {
                    parents.remove(child);
                    free.add(child);
                }
            }
        }
        if (!parents.isEmpty()) {
            faults.add("vendors", "`parents` form a cycle among " + new TreeSet<>(parents.keySet()));
        }
    }
}
