package org.modeltree.oracle.generated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import java.time.LocalDate;

/** Dates that may have only a year or a month. */
public final class PartialDates {
    private PartialDates() {}

    /** First day that the date can mean; null for null. */
    public static LocalDate firstDay(String date) {
        if (date == null) {
            return null;
        }
        return switch (date.length()) {
            case 4 -> LocalDate.parse(date + "-01-01");
            case 7 -> LocalDate.parse(date + "-01");
            default -> LocalDate.parse(date);
        };
    }

    /** Whether a day, or the last day of a month or a year, has come; false for null. */
    public static boolean isOver(String date, LocalDate today) {
        if (date == null) {
            return false;
        }
        LocalDate first = firstDay(date);
        LocalDate tomorrow = today.plusDays(1);
        return switch (date.length()) {
            case 4 -> first.getYear() < tomorrow.getYear();
            case 7 -> !first.plusMonths(1).isAfter(tomorrow);
            default -> !first.isAfter(today);
        };
    }

    public static JsonNode json(String date) {
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
