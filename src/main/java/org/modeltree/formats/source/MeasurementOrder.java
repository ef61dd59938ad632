package org.modeltree.formats.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;

/** Which of several measurements of one benchmark on one model counts, where only their lines are at hand. */
public final class MeasurementOrder {

    /** As the database sorts; Java's own order of strings is another one beyond U+FFFF. */
    private static final Comparator<String> CODE_POINTS = (one, other) ->
            Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

    /**
     * The one that counts comes first: verified before self-reported, then the latest, then the lexically first source.
     * Those that tie in all this stand in the order in which the service takes them, so that a file says what it says.
     */
    public static final Comparator<ObjectNode> FIRST = Comparator.<ObjectNode, Boolean>comparing(
                    line -> !line.path("verified").asBoolean(false))
            .thenComparing(MeasurementOrder::firstDay, Comparator.reverseOrder())
            .thenComparing(line -> line.path("source").asText(), CODE_POINTS)
            .thenComparing(line -> line.path("harness").asText(""), CODE_POINTS)
            .thenComparing(line -> line.path("raw").decimalValue())
            .thenComparing(line -> line.path("id").asText(), CODE_POINTS);

    private MeasurementOrder() {}

    /** The first day a partial date can mean; before all others where there is none. */
    private static String firstDay(ObjectNode line) {
        return line.hasNonNull("date") ? (line.get("date").asText() + "-01-01").substring(0, 10) : "";
    }
}
