package org.modeltree.oracle.bands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.modeltree.oracle.Expect;
import org.modeltree.oracle.Oracle;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.OracleScale;
import org.modeltree.oracle.OracleScale.Observation;
import org.modeltree.oracle.OracleWords;
import org.modeltree.oracle.Orderings;
import org.modeltree.oracle.ReleaseWindows;
import org.modeltree.oracle.generated.HandmadeScales;
import org.modeltree.oracle.generated.InputRecords.CapabilityRecord;
import org.modeltree.oracle.generated.PartialDates;

/** Expected scores of models and raw values, and leaderboards. */
public final class OracleScores {
    /** Values of settings that cards translate. */
    private static final Map<String, String> CHINESE =
            Map.of("low", "低", "medium", "中", "high", "高", "chain of thought", "思维链");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Oracle oracle;
    private final OracleBands bands;
    private final OracleStandings standings;

    public OracleScores(Oracle oracle) {
        this.oracle = oracle;
        this.bands = new OracleBands(oracle);
        this.standings = new OracleStandings(bands);
    }

    /** Scores on every capability, in catalog order. */
    public ArrayNode scores(OracleModel model, String lang) {
        ArrayNode scores = JSON.arrayNode();
        oracle.catalog.capabilities().forEach(capability -> scores.add(score(model, capability, lang)));
        return scores;
    }

    /** Scores on every capability with their standings, in catalog order. */
    ArrayNode placedScores(OracleModel model, String lang) {
        ArrayNode scores = JSON.arrayNode();
        for (CapabilityRecord capability : oracle.catalog.capabilities()) {
            ObjectNode score = score(model, capability, lang);
            score.set("standings", standings.ofModel(model, capability, oracle.score(model, capability), lang));
            scores.add(score);
        }
        return scores;
    }

    private ObjectNode score(OracleModel model, CapabilityRecord capability, String lang) {
        BigDecimal raw = oracle.raw(model, capability.benchmark());
        ObjectNode score = JSON.objectNode();
        score.put("capability", capability.id());
        score.put("label", capability.label().in(lang));
        score.put("unit", bands.benchmarkRecord(capability).unit());
        score.put("raw", raw);
        score.set("settings", oracle.settings(model, capability.benchmark()));
        if (raw == null) {
            List.of("score", "exact", "clamped", "percentileRank", "position").forEach(score::putNull);
            score.put("reason", reason(model, capability));
        } else {
            List<Observation> observations = bands.allObservations(capability);
            double exact = OracleScale.exact(capability.scale(), raw);
            score.set("score", Expect.rounded(exact));
            score.put("exact", exact);
            score.put("clamped", OracleScale.clamped(capability.scale(), raw));
            score.put("percentileRank", OracleBands.percentileRank(observations, exact));
            score.put("position", OracleBands.position(observations, exact));
            score.putNull("reason");
        }
        score.set("band", bands.scoreBand(capability));
        return score;
    }

    /** Only two benchmarks have a status in the model's record that explains a missing value. */
    private static String reason(OracleModel model, CapabilityRecord capability) {
        String status = switch (capability.benchmark()) {
            case HandmadeScales.CONTEXT_WINDOW -> model.record().contextWindowStatus();
            case HandmadeScales.MAX_OUTPUT -> model.record().maxOutputStatus();
            default -> null;
        };
        return status == null || status.equals("unknown") ? "not_reported" : status;
    }

    ObjectNode ofRaw(CapabilityRecord capability, BigDecimal raw, String lang) {
        List<Observation> observations = bands.allObservations(capability);
        double exact = OracleScale.exact(capability.scale(), raw);
        ObjectNode score = JSON.objectNode();
        score.put("capability", capability.id());
        score.put("label", capability.label().in(lang));
        score.put("raw", raw);
        score.put("unit", bands.benchmarkRecord(capability).unit());
        score.set("score", Expect.rounded(exact));
        score.put("exact", exact);
        score.put("clamped", OracleScale.clamped(capability.scale(), raw));
        score.put("rank", OracleBands.rank(observations, exact));
        score.set(
                "percentileRank",
                observations.isEmpty()
                        ? JSON.nullNode()
                        : JSON.numberNode(OracleBands.percentileRank(observations, exact)));
        score.put("position", OracleBands.position(observations, exact));
        score.set("band", bands.scoreBand(capability));
        return score;
    }

    /** The best of all models first, ties by id. */
    ArrayNode leaderboard(CapabilityRecord capability) {
        return leaderboard(capability, bands.allObservations(capability));
    }

    /** The best of the text writers first that were released in the two years up to a day, ties by id. */
    ArrayNode leaderboard(CapabilityRecord capability, LocalDate end) {
        return leaderboard(
                capability,
                bands.allObservations(capability).stream()
                        .filter(observation -> ReleaseWindows.include(observation.model(), end))
                        .toList());
    }

    /** The bands beside a leaderboard. */
    ObjectNode leaderboardStandings(CapabilityRecord capability) {
        return standings.ofBand(capability);
    }

    private ArrayNode leaderboard(CapabilityRecord capability, List<Observation> observations) {
        List<Observation> bestFirst = new ArrayList<>(observations);
        bestFirst.sort(Observation.WORST_FIRST.reversed().thenComparing(Observation::model, Orderings.BY_ID));
        ArrayNode entries = JSON.arrayNode();
        for (Observation observation : bestFirst) {
            OracleModel model = observation.model();
            ObjectNode entry = entries.addObject();
            entry.put("rank", OracleBands.rank(observations, observation.exact()));
            entry.put("id", model.id());
            entry.put("name", model.name());
            entry.set("vendor", oracle.vendor(model.vendor()));
            entry.set("releaseDate", PartialDates.json(model.record().releaseDate()));
            entry.set("score", Expect.rounded(observation.exact()));
            entry.put("exact", observation.exact());
            entry.put("raw", observation.raw());
            entry.put("unit", bands.benchmarkRecord(capability).unit());
            entry.set("settings", oracle.settings(model, capability.benchmark()));
            entry.put("clamped", OracleScale.clamped(capability.scale(), observation.raw()));
            entry.put("percentileRank", OracleBands.percentileRank(observations, observation.exact()));
            entry.put("position", OracleBands.position(observations, observation.exact()));
        }
        return entries;
    }

    /** One row of a card per capability that the model has a score on. */
    public ArrayNode performance(OracleModel model, String lang) {
        ArrayNode rows = JSON.arrayNode();
        for (CapabilityRecord capability : oracle.catalog.capabilities()) {
            Double exact = oracle.score(model, capability);
            if (exact == null) {
                continue;
            }
            ObjectNode row = rows.addObject();
            row.put("capability", capability.id());
            row.put("label", capability.label().in(lang));
            JsonNode settings = oracle.settings(model, capability.benchmark());
            row.set("settings", settings);
            row.set(
                    "basis",
                    settings.isNull() ? basis(capability, lang) : basis(basis(capability, lang), settings, lang));
            BigDecimal raw = oracle.raw(model, capability.benchmark());
            String unit = bands.benchmarkRecord(capability).unit();
            row.set("score", Expect.rounded(exact));
            row.put("exact", exact);
            row.put("raw", raw);
            row.put("unit", unit);
            row.set(
                    "text",
                    OracleWords.text(capability.benchmark(), OracleWords.value(JSON.numberNode(raw)), unit, lang));
            row.put("clamped", OracleScale.clamped(capability.scale(), raw));
            ObjectNode places = standings.ofModel(model, capability, exact, lang);
            for (String key : List.of("status", "count", "lower", "upper", "median", "percentileRank", "position")) {
                row.set(key, places.get("all").get(key));
            }
            row.set("explanation", standings.explanation(model, capability, exact));
            row.set("standings", places);
        }
        return rows;
    }

    /** The basis with the settings in words, which are sorted by name; the names are any words but the keys. */
    private static JsonNode basis(JsonNode basis, JsonNode settings, String lang) {
        Map<String, String> sorted = new TreeMap<>();
        settings.properties()
                .forEach(setting ->
                        sorted.put(setting.getKey(), setting.getValue().asText()));
        Pattern end = Pattern.compile(sorted.entrySet().stream()
                .map(setting -> "[^_:：]+(: |：)"
                        + (setting.getKey().equals("thinking_tokens")
                                ? OracleWords.number(Long.parseLong(setting.getValue())) + " (个 token|tokens)"
                                : Pattern.quote(
                                        lang.equals("zh")
                                                ? CHINESE.getOrDefault(setting.getValue(), setting.getValue())
                                                : setting.getValue())))
                .collect(Collectors.joining(" · ", "(?s)(?<basis>.+) · ", "")));
        return Expect.that("a basis that ends with the settings: " + end, node -> {
            Matcher words = end.matcher(node.asText());
            return words.matches()
                    && (!basis.isTextual() || words.group("basis").equals(basis.asText()));
        });
    }

    /** The basis from the catalog; otherwise the benchmark's label and any text about the scale. */
    JsonNode basis(CapabilityRecord capability, String lang) {
        if (capability.basis() != null) {
            return JSON.textNode(capability.basis().in(lang));
        }
        String label = bands.benchmarkRecord(capability).label();
        return Expect.that(
                "words that begin with " + label,
                node -> node.isTextual()
                        && node.asText().startsWith(label)
                        && node.asText().length() > label.length());
    }
}
