package org.modeltree.formats.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** Order of several measurements of one benchmark on one model; the first one counts. */
public final class MeasurementOrder {

    /** The database's order of strings, which differs from Java's for characters beyond U+FFFF. */
    private static final Comparator<String> CODE_POINTS = (one, other) ->
            Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

    /**
     * Verified before self-reported, then the latest, then the lexically first source. The remaining ties are broken as
     * the service breaks them, so that an exported file and the service agree.
     */
    public static final Comparator<ObjectNode> FIRST = Comparator.<ObjectNode, Boolean>comparing(
                    record -> !record.path("verified").asBoolean(false))
            .thenComparing(MeasurementOrder::firstDay, Comparator.reverseOrder())
            .thenComparing(record -> record.path("source").asText(), CODE_POINTS)
            .thenComparing(record -> record.path("harness").asText(""), CODE_POINTS)
            .thenComparing(record -> record.path("raw").decimalValue())
            .thenComparing(record -> record.path("id").asText(), CODE_POINTS);

    private MeasurementOrder() {}

    /** The first day of a partial date; before all others if there is no date. */
    private static String firstDay(ObjectNode record) {
        return record.hasNonNull("date") ? (record.get("date").asText() + "-01-01").substring(0, 10) : "";
    }
}
