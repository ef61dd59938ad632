package org.modeltree.formats.source;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times of the week at which a price applies, from the notations of other catalogs. */
public final class PriceWindows {

    /** Zone of catalogs that name none. */
    public static final String UTC = "UTC";

    private static final Pattern TIME = Pattern.compile("([01]?\\d|2[0-4]):?([0-5]\\d)");
    private static final Pattern SPAN = Pattern.compile("\\s*([\\d:]+)\\s*[-–]\\s*([\\d:]+)\\s*");
    private static final int SHORTEST_NAME = 3;

    private PriceWindows() {}

    /**
     * A window in the catalog format. It is an empty object if the price always applies: from a time to the same time of
     * the next day, on every day.
     *
     * @param from time of day such as 16:30 or 1630; null for whole days
     * @param to time of day, exclusive; null for whole days
     * @param days names or numbers of days, Monday being 1; empty for every day
     * @param timeZone IANA time zone
     * @return empty if a time, a day or the time zone cannot be read
     */
    public static Optional<ObjectNode> window(String from, String to, String timeZone, List<String> days) {
        if (!ZoneId.getAvailableZoneIds().contains(timeZone)) {
            return Optional.empty();
        }
        Set<DayOfWeek> known = EnumSet.noneOf(DayOfWeek.class);
        for (String day : days) {
            Optional<DayOfWeek> found = day(day);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            known.add(found.get());
        }
        ObjectNode window = JsonNodeFactory.instance.objectNode();
        if (from != null || to != null) {
            Optional<String> first = time(from);
            Optional<String> end = time(to);
            if (first.isEmpty() || end.isEmpty()) {
                return Optional.empty();
            }
            if (!first.equals(end)) {
                window.put("from", first.get()).put("to", end.get());
            }
        }
        if (!known.isEmpty() && known.size() < DayOfWeek.values().length) {
            ArrayNode names = window.putArray("days");
            known.forEach(day -> names.add(day.name().toLowerCase(Locale.ROOT)));
        }
        if (!window.isEmpty()) {
            window.put("timeZone", timeZone);
        }
        return Optional.of(window);
    }

    /** A window from a span such as {@code 16:30-00:30}; as {@link #window}. */
    public static Optional<ObjectNode> ofSpan(String span, String timeZone, List<String> days) {
        Matcher times = SPAN.matcher(span);
        return times.matches() ? window(times.group(1), times.group(2), timeZone, days) : Optional.empty();
    }

    private static Optional<String> time(String text) {
        Matcher time = TIME.matcher(text == null ? "" : text.strip());
        if (!time.matches()) {
            return Optional.empty();
        }
        int hour = Integer.parseInt(time.group(1));
        if (hour == 24 && !time.group(2).equals("00")) {
            return Optional.empty();
        }
        return Optional.of("%02d:%s".formatted(hour % 24, time.group(2)));
    }

    private static Optional<DayOfWeek> day(String text) {
        String name = text.strip().toUpperCase(Locale.ROOT);
        for (DayOfWeek day : DayOfWeek.values()) {
            boolean named = name.length() >= SHORTEST_NAME && day.name().startsWith(name);
            if (named || name.equals(Integer.toString(day.getValue()))) {
                return Optional.of(day);
            }
        }
        return Optional.empty();
    }
}
