package org.modeltree.changes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Measurements on one benchmark, and a straightforward computation of the scores that follow from them. */
final class Field {

    private record Measured(double raw, boolean verified, String day, String source) {}

    private static final Comparator<Measured> FIRST_COUNTS = Comparator.comparing(Measured::verified)
            .reversed()
            .thenComparing(Measured::day, Comparator.nullsLast(Comparator.reverseOrder()))
            .thenComparing(Measured::source);

    private final String id;
    private final boolean log;
    private final double floor;
    private final double ceiling;
    private final Map<String, Map<String, Measured>> byModel = new TreeMap<>();

    Field(String id, boolean log, double floor, double ceiling) {
        this.id = id;
        this.log = log;
        this.floor = floor;
        this.ceiling = ceiling;
    }

    String id() {
        return id;
    }

    boolean log() {
        return log;
    }

    double floor() {
        return floor;
    }

    double ceiling() {
        return ceiling;
    }

    boolean has(String model, String measurement) {
        return byModel.getOrDefault(model, Map.of()).containsKey(measurement);
    }

    void put(String model, String measurement, double raw, boolean verified, String day, String source) {
        byModel.computeIfAbsent(model, key -> new TreeMap<>())
                .put(measurement, new Measured(raw, verified, day, source));
    }

    void remove(String model, String measurement) {
        byModel.get(model).remove(measurement);
    }

    /** Counting raw value of a model; null if it has no measurement. */
    Double counting(String model) {
        return byModel.getOrDefault(model, Map.of()).values().stream()
                .min(FIRST_COUNTS)
                .map(Measured::raw)
                .orElse(null);
    }

    double exact(double raw) {
        double score =
                log ? 10 * Math.log(raw / floor) / Math.log(ceiling / floor) : 10 * (raw - floor) / (ceiling - floor);
        return Math.max(0, Math.min(10, score));
    }

    /** Scores of all models, lowest first. */
    List<Double> scores() {
        List<Double> scores = new ArrayList<>();
        byModel.keySet().stream()
                .map(this::counting)
                .filter(Objects::nonNull)
                .map(this::exact)
                .sorted()
                .forEach(scores::add);
        return scores;
    }

    /** Percentile by linear interpolation between the closest ranks. */
    double percentile(double percent) {
        List<Double> scores = scores();
        double at = percent / 100 * (scores.size() - 1);
        int below = (int) Math.floor(at);
        int above = Math.min(below + 1, scores.size() - 1);
        return scores.get(below) + (at - below) * (scores.get(above) - scores.get(below));
    }

    double percentileRank(double raw) {
        List<Double> scores = scores();
        double own = exact(raw);
        return 100.0 * scores.stream().filter(score -> score < own).count() / scores.size();
    }

    int rank(double raw) {
        double own = exact(raw);
        return 1 + (int) scores().stream().filter(score -> score > own).count();
    }
}
