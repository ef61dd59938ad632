package org.modeltree.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.modeltree.oracle.InputRecords.CapabilityRecord;
import org.modeltree.oracle.OracleScale.Observation;

/** Expected standings: named cohorts, each computed by looking at every model. */
final class OracleStandings {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> EDGES = List.of("lower", "upper", "median");

    private final OracleBands bands;

    OracleStandings(OracleBands bands) {
        this.bands = bands;
    }

    static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    /** The same day two years earlier; the year before last of a leap day has none, so it ends with 28 February. */
    static LocalDate twoYearsBefore(LocalDate day) {
        boolean leapDay = day.getMonthValue() == 2 && day.getDayOfMonth() == 29;
        return LocalDate.of(day.getYear() - 2, day.getMonthValue(), leapDay ? 28 : day.getDayOfMonth());
    }

    /** Whether a model writes text and was released in the two years that end with a day. */
    static boolean isInWindow(OracleModel model, LocalDate end) {
        LocalDate released = model.released();
        return model.output().contains("text")
                && released != null
                && released.compareTo(twoYearsBefore(end)) >= 0
                && released.compareTo(end) <= 0;
    }

    /** `{all, current}` beside a band. */
    ObjectNode ofBand(CapabilityRecord capability, QueryParams query) {
        String asOf = query.one("asOf", null);
        LocalDate end = asOf == null ? today() : LocalDate.parse(asOf);
        List<Observation> everything = bands.allObservations(capability);
        List<Observation> all = asOf == null
                ? everything
                : everything.stream()
                        .filter(other -> other.model().released() != null
                                && !other.model().released().isAfter(end))
                        .toList();
        ObjectNode standings = JSON.objectNode();
        standings.set("all", cohort(capability, all, allInWords(asOf, query.lang())));
        standings.set(
                "current",
                cohort(
                        capability,
                        inWindow(everything, end),
                        asOf == null ? currentInWords(query.lang()) : windowInWords(end, query.lang())));
        return standings;
    }

    /** The same without a query. */
    ObjectNode ofBand(CapabilityRecord capability) {
        return ofBand(capability, QueryParams.none());
    }

    /** `{all, current, atRelease, atReleaseReason}` beside a score, which may be null. */
    ObjectNode ofModel(OracleModel model, CapabilityRecord capability, Double exact, String lang) {
        List<Observation> everything = bands.allObservations(capability);
        LocalDate released = model.released();
        ObjectNode standings = JSON.objectNode();
        standings.set("all", place(capability, everything, exact, allInWords(null, lang)));
        standings.set("current", place(capability, inWindow(everything, today()), exact, currentInWords(lang)));
        standings.set(
                "atRelease",
                released == null ? JSON.nullNode() : window(capability, everything, exact, released, lang));
        standings.put("atReleaseReason", released == null ? "no_release_date" : null);
        return standings;
    }

    /** The same with rounded scores, as a card shows them. */
    ObjectNode ofCard(OracleModel model, CapabilityRecord capability, double exact, String lang) {
        ObjectNode standings = ofModel(model, capability, exact, lang);
        for (JsonNode standing : standings) {
            if (standing instanceof ObjectNode place) {
                EDGES.stream()
                        .filter(edge -> place.get(edge).isObject())
                        .forEach(edge -> place.set(edge, place.get(edge).get("score")));
            }
        }
        return standings;
    }

    private static List<Observation> inWindow(List<Observation> observations, LocalDate end) {
        return observations.stream()
                .filter(other -> isInWindow(other.model(), end))
                .toList();
    }

    private static ObjectNode window(
            CapabilityRecord capability, List<Observation> observations, Double exact, LocalDate end, String lang) {
        return place(capability, inWindow(observations, end), exact, windowInWords(end, lang));
    }

    private static ObjectNode place(
            CapabilityRecord capability, List<Observation> observations, Double exact, String words) {
        ObjectNode place = cohort(capability, observations, words);
        boolean ranked = exact != null && !observations.isEmpty();
        place.set(
                "percentileRank",
                ranked ? JSON.numberNode(OracleBands.percentileRank(observations, exact)) : JSON.nullNode());
        place.put("position", ranked ? OracleBands.position(observations, exact) : null);
        return place;
    }

    private static ObjectNode cohort(CapabilityRecord capability, List<Observation> observations, String words) {
        boolean enough = observations.size() >= OracleBands.MIN_FOR_BAND;
        ObjectNode cohort = JSON.objectNode();
        cohort.put("cohort", words);
        cohort.put("status", enough ? "ok" : "insufficient");
        cohort.put("count", observations.size());
        for (String edge : EDGES) {
            int percentile = edge.equals("lower") ? 20 : edge.equals("upper") ? 80 : 50;
            cohort.set(
                    edge,
                    enough
                            ? OracleScale.edge(observations, BigDecimal.valueOf(percentile), capability.scale())
                            : JSON.nullNode());
        }
        return cohort;
    }

    private static String allInWords(String asOf, String lang) {
        boolean chinese = lang.equals("zh");
        if (asOf == null) {
            return chinese ? "全部模型" : "All models";
        }
        return chinese ? "截至 " + asOf + " 发布的全部模型" : "All models released by " + asOf;
    }

    /** Today's window is told without its dates, so that an answer does not change at midnight for them alone. */
    private static String currentInWords(String lang) {
        return lang.equals("zh") ? "最近 24 个月发布的文本生成模型" : "Models that write text, released in the last 24 months";
    }

    private static String windowInWords(LocalDate end, String lang) {
        LocalDate from = twoYearsBefore(end);
        return lang.equals("zh")
                ? from + " 至 " + end + " 发布的文本生成模型"
                : "Models that write text, released from " + from + " to " + end;
    }
}
