package org.modeltree.formats.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Order of several measurements of one benchmark on one model; the first one counts. Verified before self-reported, then the
 * latest, then the first source by code point, then the best value. The remaining ties are broken as the service breaks
 * them, so that an exported file and the service agree.
 */
public final class MeasurementOrder implements Comparator<ObjectNode> {

    /** The database's order of strings, which differs from Java's for characters beyond U+FFFF. */
    private static final Comparator<String> CODE_POINTS = (one, other) ->
            Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

    private static final Comparator<ObjectNode> BEFORE_VALUES = Comparator.<ObjectNode, Boolean>comparing(
                    record -> !record.path("verified").asBoolean(false))
            .thenComparing(MeasurementOrder::firstDay, Comparator.reverseOrder())
            .thenComparing(record -> record.path("source").asText(), CODE_POINTS);

    private static final Comparator<ObjectNode> AFTER_VALUES = Comparator.<ObjectNode, String>comparing(
                    record -> record.path("harness").asText(""), CODE_POINTS)
            .thenComparing(record -> record.path("id").asText(), CODE_POINTS);

    /** Whether every capability of a benchmark says that lower values are better. */
    private final Map<String, Boolean> lowerIsBetter = new HashMap<>();

    /** Learns from the record of a capability whether lower values of its benchmark are better. */
    public void capability(ObjectNode record) {
        JsonNode scale = record.path("scale");
        boolean lower = number(scale, "floor").compareTo(number(scale, "ceiling")) > 0;
        lowerIsBetter.merge(record.path("benchmark").asText(), lower, Boolean::logicalAnd);
    }

    @Override
    public int compare(ObjectNode one, ObjectNode other) {
        int before = BEFORE_VALUES.compare(one, other);
        if (before != 0) {
            return before;
        }
        int ascending = number(one, "raw").compareTo(number(other, "raw"));
        boolean lower = lowerIsBetter.getOrDefault(one.path("benchmark").asText(), false);
        return ascending == 0 ? AFTER_VALUES.compare(one, other) : lower ? ascending : -ascending;
    }

    private static BigDecimal number(JsonNode record, String key) {
        return record.path(key).decimalValue();
    }

    /** The first day of a partial date; before all others if there is no date. */
    private static String firstDay(ObjectNode record) {
        return record.hasNonNull("date") ? (record.get("date").asText() + "-01-01").substring(0, 10) : "";
    }
}
