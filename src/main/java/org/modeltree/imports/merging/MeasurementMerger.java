package org.modeltree.imports.merging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.modeltree.catalog.records.MeasurementRecordType;
import org.modeltree.changes.OriginPriority;
import org.modeltree.changes.Origins;
import org.modeltree.changes.write.RelatedChange;
import org.modeltree.imports.merging.ModelMergeView.Conflict;
import org.modeltree.imports.merging.ModelMergeView.Dropped;

/** The measurements of a model after those of another one moved to it. Each is kept whole, or dropped. */
final class MeasurementMerger {

    private static final String TYPE = MeasurementRecordType.TYPE;
    private static final String ID = "id";
    private static final String BENCHMARK = "benchmark";
    private static final String RAW = "raw";
    private static final String VERIFIED = "verified";
    private static final List<String> EVIDENCE =
            List.of(VERIFIED, "harness", "settings", "standardError", "sampleSize");
    private static final int MAX_ID_LENGTH = 80;

    /** Benchmarks of which a catalog has one statement for each model. */
    private static final Set<String> STATED_ONCE =
            Set.of("context-window", "max-output", "input-price", "output-price");

    private final OriginPriority trust;
    private final String from;
    private final String into;
    private final Consumer<Dropped> dropped;
    private final Consumer<Conflict> conflicts;
    private final Map<String, ObjectNode> own = new LinkedHashMap<>();
    private final Map<String, ObjectNode> result = new LinkedHashMap<>();
    private final Set<String> combined = new HashSet<>();
    private int moved;

    /**
     * Measurements of the model that stays.
     *
     * @param from id of the model that becomes an alias
     * @param into id of the model that stays
     */
    MeasurementMerger(
            OriginPriority trust,
            String from,
            String into,
            List<ObjectNode> own,
            Consumer<Dropped> dropped,
            Consumer<Conflict> conflicts) {
        this.trust = trust;
        this.from = from;
        this.into = into;
        this.dropped = dropped;
        this.conflicts = conflicts;
        own.forEach(measurement -> this.own.put(id(measurement), measurement));
        result.putAll(this.own);
    }

    /** Moves measurements of the other model, which name the model that stays already. */
    void move(List<ObjectNode> measurements) {
        List<ObjectNode> others = new ArrayList<>();
        for (ObjectNode measurement : measurements) {
            if (MeasurementRecordType.isDerived(id(measurement)) && own.containsKey(id(measurement))) {
                drop(from, measurement, "is computed again from the offerings of " + into);
                continue;
            }
            Optional<ObjectNode> equal = equal(measurement);
            if (equal.isPresent()) {
                combine(equal.get(), measurement);
            } else {
                others.add(measurement);
            }
        }
        List<ObjectNode> staying = others.stream().filter(this::stays).toList();
        // Those whose id is free keep it, so that no other one takes it.
        Set<String> taken = Set.copyOf(result.keySet());
        staying.stream().filter(one -> !taken.contains(id(one))).forEach(one -> result.put(id(one), one));
        staying.stream().filter(one -> taken.contains(id(one))).forEach(one -> {
            String free = freeId(id(one));
            result.put(free, one.deepCopy().put(ID, free));
        });
        moved += staying.size();
    }

    /** Number of measurements that moved. */
    int moved() {
        return moved;
    }

    /** The changes of the measurements of the model that stays, each of another record. */
    List<RelatedChange> changes() {
        Stream<RelatedChange> gone = own.keySet().stream()
                .filter(id -> !result.containsKey(id))
                .map(id -> new RelatedChange(TYPE, key(into, id), null));
        Stream<RelatedChange> written = result.entrySet().stream()
                .filter(entry -> !entry.getValue().equals(own.get(entry.getKey())))
                .map(entry -> RelatedChange.asStated(TYPE, key(into, entry.getKey()), entry.getValue()));
        return Stream.concat(gone, written).toList();
    }

    /** A measurement of the model that stays with the same statement; the one with the same id first. */
    private Optional<ObjectNode> equal(ObjectNode measurement) {
        List<ObjectNode> equal = own.values().stream()
                .filter(one -> !combined.contains(id(one)) && MeasurementRecordType.isSameStatement(one, measurement))
                .toList();
        return equal.stream()
                .filter(one -> id(one).equals(id(measurement)))
                .findFirst()
                .or(() -> equal.stream().findFirst());
    }

    /** Keeps one of two equal measurements, because the evidence of one does not hold for the other. */
    private void combine(ObjectNode present, ObjectNode measurement) {
        combined.add(id(present));
        boolean replaces = isBetter(measurement, present);
        if (replaces) {
            result.put(id(present), measurement.deepCopy().put(ID, id(present)));
        }
        ObjectNode winner = replaces ? measurement : present;
        ObjectNode loser = replaces ? present : measurement;
        for (String fact : EVIDENCE) {
            if (loser.has(fact) && !Origins.same(winner.get(fact), loser.get(fact))) {
                conflict(id(present), fact, fact, winner, loser);
            }
        }
        drop(from, measurement, "was combined with the one that " + into + " already has: " + key(into, id(present)));
    }

    private boolean isBetter(ObjectNode measurement, ObjectNode present) {
        int rank = trust.rank(Origins.of(measurement));
        int presentRank = trust.rank(Origins.of(present));
        if (rank != presentRank) {
            return rank < presentRank;
        }
        boolean verified = measurement.path(VERIFIED).asBoolean();
        if (verified != present.path(VERIFIED).asBoolean()) {
            return verified;
        }
        return Origins.of(measurement).equals(Origins.of(present)) && Origins.isOlder(present, measurement);
    }

    /**
     * Whether a measurement is trusted at least as much as those that the other model has of the benchmark. Of limits and
     * prices, a catalog's newer statement replaces its older one.
     */
    private boolean stays(ObjectNode measurement) {
        List<ObjectNode> rivals = own.values().stream()
                .filter(one -> one.get(BENCHMARK).equals(measurement.get(BENCHMARK)) && !combined.contains(id(one)))
                .toList();
        for (ObjectNode rival : rivals) {
            boolean outranked = trust.rank(Origins.of(rival)) < trust.rank(Origins.of(measurement));
            if (outranked || (isSameStatement(rival, measurement) && !Origins.isOlder(rival, measurement))) {
                drop(
                        from,
                        measurement,
                        "is not newer, or less trusted, than that of " + into + ": " + key(into, id(rival)));
                differ(id(rival), rival, measurement);
                return false;
            }
        }
        for (ObjectNode rival : rivals) {
            if (isSameStatement(rival, measurement) && result.remove(id(rival)) != null) {
                drop(into, rival, "is older than that of the merged model");
                differ(id(measurement), measurement, rival);
            }
        }
        return true;
    }

    private static boolean isSameStatement(ObjectNode one, ObjectNode other) {
        String origin = Origins.of(one);
        return STATED_ONCE.contains(one.get(BENCHMARK).asText())
                && origin.equals(Origins.of(other))
                && !origin.equals(Origins.CURATOR);
    }

    private void differ(String id, ObjectNode winner, ObjectNode loser) {
        if (!Origins.same(winner.get(RAW), loser.get(RAW))) {
            conflict(id, winner.get(BENCHMARK).asText(), RAW, winner, loser);
        }
    }

    private void conflict(String id, String fact, String key, ObjectNode winner, ObjectNode loser) {
        JsonNode value = winner.get(key);
        conflicts.accept(
                new Conflict(TYPE, key(into, id), fact, value, Origins.of(winner), loser.get(key), Origins.of(loser)));
    }

    private void drop(String model, ObjectNode measurement, String reason) {
        dropped.accept(new Dropped(TYPE, key(model, id(measurement)), reason));
    }

    private String freeId(String id) {
        for (int number = 2; ; number++) {
            String suffix = "-" + number;
            String free = id.substring(0, Math.min(id.length(), MAX_ID_LENGTH - suffix.length())) + suffix;
            if (!result.containsKey(free) && !own.containsKey(free)) {
                return free;
            }
        }
    }

    private static String id(ObjectNode measurement) {
        return measurement.get(ID).asText();
    }

    private static String key(String model, String id) {
        return model + " " + id;
    }
}
