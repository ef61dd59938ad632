package org.modeltree.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import org.modeltree.oracle.generated.InputRecords.Scale;

/** Independent implementation of the formulas of the contract. */
public final class OracleScale {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private OracleScale() {}

    /** Raw value and score of one model. */
    public record Observation(OracleModel model, BigDecimal raw, double exact) {
        public static final Comparator<Observation> WORST_FIRST = Comparator.comparingDouble(Observation::exact);
    }

    public static double exact(Scale scale, BigDecimal raw) {
        double floor = scale.floor().doubleValue();
        double ceiling = scale.ceiling().doubleValue();
        double x = raw.doubleValue();
        double score = scale.logarithmic()
                ? 10 * Math.log(x / floor) / Math.log(ceiling / floor)
                : 10 * (x - floor) / (ceiling - floor);
        // Raw values decide about clamping, so that the ends score exactly 0 or 10.
        String clamped = clamped(scale, raw);
        if (clamped != null) {
            return clamped.equals("low") ? 0 : 10;
        }
        // Twelve decimals are more precise than the contract requires, and make whole scores tie as they should.
        return Math.min(10, Math.max(0, Math.rint(score * 1e12) / 1e12));
    }

    /** End of the scale that a raw value is beyond; null if it is on the scale. */
    public static String clamped(Scale scale, BigDecimal raw) {
        int sign = scale.lowerIsBetter() ? -1 : 1;
        if (raw.compareTo(scale.floor()) * sign < 0) {
            return "low";
        }
        return raw.compareTo(scale.ceiling()) * sign > 0 ? "high" : null;
    }

    /** Raw value of a score. */
    static double inverse(Scale scale, double exact) {
        double floor = scale.floor().doubleValue();
        double ceiling = scale.ceiling().doubleValue();
        return scale.logarithmic()
                ? floor * Math.pow(ceiling / floor, exact / 10)
                : floor + (ceiling - floor) * exact / 10;
    }

    /** Type 7: position (n - 1) · p / 100 in the sorted scores, with linear interpolation. */
    public static double percentile(List<Observation> worstFirst, BigDecimal percentile) {
        BigDecimal position = position(worstFirst, percentile);
        int below = position.intValue();
        double fraction = position.subtract(BigDecimal.valueOf(below)).doubleValue();
        double low = worstFirst.get(below).exact();
        double high = fraction == 0 ? low : worstFirst.get(below + 1).exact();
        return low == high ? low : low + fraction * (high - low);
    }

    private static BigDecimal position(List<Observation> worstFirst, BigDecimal percentile) {
        return percentile.multiply(BigDecimal.valueOf(worstFirst.size() - 1L)).movePointLeft(2);
    }

    /** `{percentile, score, exact, raw}`. */
    public static ObjectNode edge(List<Observation> worstFirst, BigDecimal percentile, Scale scale) {
        double exact = percentile(worstFirst, percentile);
        ObjectNode edge = JSON.objectNode();
        edge.put("percentile", percentile);
        edge.set("score", Expect.rounded(exact));
        edge.put("exact", exact);
        edge.set("raw", rawOfEdge(worstFirst, percentile, exact, scale));
        return edge;
    }

    private static JsonNode rawOfEdge(List<Observation> worstFirst, BigDecimal percentile, double exact, Scale scale) {
        if (exact == 0) {
            return JSON.numberNode(scale.floor());
        }
        if (exact == 10) {
            return JSON.numberNode(scale.ceiling());
        }
        Observation neighbour = worstFirst.get(position(worstFirst, percentile).intValue());
        // Either the position is a whole number or both neighbours have the same score.
        return neighbour.exact() == exact
                ? JSON.numberNode(neighbour.raw())
                : Expect.twelveDigits(inverse(scale, exact));
    }
}
