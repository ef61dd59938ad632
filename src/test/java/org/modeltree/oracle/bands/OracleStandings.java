package org.modeltree.oracle.bands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.modeltree.oracle.Expect;
import org.modeltree.oracle.OracleModel;
import org.modeltree.oracle.OracleScale;
import org.modeltree.oracle.OracleScale.Observation;
import org.modeltree.oracle.OracleWords;
import org.modeltree.oracle.QueryParams;
import org.modeltree.oracle.ReleaseWindows;
import org.modeltree.oracle.generated.InputRecords.CapabilityRecord;

/** Expected standings: named cohorts, each computed by looking at every model. */
final class OracleStandings {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<String> EDGES = List.of("lower", "upper", "median");

    private final OracleBands bands;

    OracleStandings(OracleBands bands) {
        this.bands = bands;
    }

    /** `{all, current}` beside a band. */
    ObjectNode ofBand(CapabilityRecord capability, QueryParams query) {
        String asOf = query.one("asOf", null);
        LocalDate end = asOf == null ? ReleaseWindows.today() : LocalDate.parse(asOf);
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
        standings.set(
                "current",
                place(capability, inWindow(everything, ReleaseWindows.today()), exact, currentInWords(lang)));
        standings.set(
                "atRelease",
                released == null ? JSON.nullNode() : window(capability, everything, exact, released, lang));
        standings.put("atReleaseReason", released == null ? "no_release_date" : null);
        return standings;
    }

    /** Sentences that contain the numbers of models that they are about. */
    ObjectNode explanation(OracleModel model, CapabilityRecord capability, double exact) {
        List<Observation> everything = bands.allObservations(capability);
        boolean enough = everything.size() >= OracleBands.MIN_FOR_BAND;
        LocalDate released = model.released();
        ObjectNode explanation = JSON.objectNode();
        explanation.set("score", shares(everything, exact));
        for (String edge : List.of("lower", "upper")) {
            BigDecimal percentile = BigDecimal.valueOf(edge.equals("lower") ? 20 : 80);
            double at = enough ? OracleScale.percentile(everything, percentile) : 0;
            long beyond = everything.stream()
                    .filter(other -> edge.equals("lower") ? other.exact() < at : other.exact() > at)
                    .count();
            explanation.set(
                    edge,
                    enough
                            ? OracleWords.sentenceWith(
                                    OracleWords.number(everything.size()),
                                    OracleWords.percent(beyond, everything.size()))
                            : JSON.nullNode());
        }
        explanation.set("current", shares(inWindow(everything, ReleaseWindows.today()), exact));
        explanation.set(
                "atRelease", released == null ? JSON.nullNode() : shares(inWindow(everything, released), exact));
        return explanation;
    }

    private static JsonNode shares(List<Observation> cohort, double exact) {
        if (cohort.size() < 2) {
            return Expect.words();
        }
        long below = cohort.stream().filter(other -> other.exact() < exact).count();
        long above = cohort.stream().filter(other -> other.exact() > exact).count();
        return OracleWords.sentenceWith(
                OracleWords.number(cohort.size()),
                OracleWords.percent(below, cohort.size()),
                OracleWords.percent(cohort.size() - below - above, cohort.size()),
                OracleWords.percent(above, cohort.size()));
    }

    private static List<Observation> inWindow(List<Observation> observations, LocalDate end) {
        return observations.stream()
                .filter(other -> ReleaseWindows.include(other.model(), end))
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
        String day = OracleWords.date(asOf, lang).asText();
        return chinese ? "截至 " + day + "发布的全部模型" : "All models released by " + day;
    }

    /** Today's window is told without its dates, so that an answer does not change at midnight for them alone. */
    private static String currentInWords(String lang) {
        return lang.equals("zh") ? "最近 24 个月发布的文本生成模型" : "Models that write text, released in the last 24 months";
    }

    private static String windowInWords(LocalDate end, String lang) {
        String from = OracleWords.date(ReleaseWindows.twoYearsBefore(end).toString(), lang)
                .asText();
        String to = OracleWords.date(end.toString(), lang).asText();
        return lang.equals("zh")
                ? from + "至 " + to + "发布的文本生成模型"
                : "Models that write text, released from " + from + " to " + to;
    }
}
