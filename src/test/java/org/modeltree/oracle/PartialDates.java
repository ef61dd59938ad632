package org.modeltree.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.LocalDate;

/** Dates of which only the year or the month may be known. */
final class PartialDates {
    private PartialDates() {}

    /** The first day that the date may mean; null stays null. */
    static LocalDate firstDay(String date) {
        if (date == null) {
            return null;
        }
        return switch (date.length()) {
            case 4 -> LocalDate.parse(date + "-01-01");
            case 7 -> LocalDate.parse(date + "-01");
            default -> LocalDate.parse(date);
        };
    }

    static JsonNode json(String date) {
        if (date == null) {
            return NullNode.getInstance();
        }
        String precision = switch (date.length()) {
            case 4 -> "year";
            case 7 -> "month";
            default -> "day";
        };
        return JsonNodeFactory.instance.objectNode().put("value", date).put("precision", precision);
    }
}
