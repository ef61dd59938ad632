package org.modeltree.offering;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.modeltree.changes.FaultSink;

/**
 * Times of the week at which a price applies.
 *
 * @param from first minute of a day; null for whole days
 * @param to minute at which the price ends, exclusive; before {@code from} if the window passes midnight; null for whole
 *     days
 * @param timeZone time zone of the times and days
 * @param days days of the week on which the price applies
 */
public record PriceWindow(LocalTime from, LocalTime to, ZoneId timeZone, Set<DayOfWeek> days) {

    private static final String UTC = "UTC";
    private static final int MINUTES_OF_DAY = 24 * 60;
    private static final int MINUTES_OF_WEEK = 7 * MINUTES_OF_DAY;

    /** A day in winter: windows in different time zones are compared by the offsets of this day. */
    private static final Instant REFERENCE = Instant.parse("2024-01-01T00:00:00Z");

    public PriceWindow {
        if (days.isEmpty() || (from == null) != (to == null)) {
            throw new IllegalArgumentException("a window needs days, and both times or none");
        }
        days = EnumSet.copyOf(days);
    }

    /** Reads the window of a price that {@link #check} found no fault with; null if the price has none. */
    public static PriceWindow of(JsonNode price) {
        JsonNode window = price.path("window");
        if (!window.isObject()) {
            return null;
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (JsonNode day : window.path("days")) {
            days.add(DayOfWeek.valueOf(day.asText().toUpperCase(Locale.ROOT)));
        }
        return new PriceWindow(
                time(window, "from"),
                time(window, "to"),
                ZoneId.of(window.hasNonNull("timeZone") ? window.get("timeZone").asText() : UTC),
                days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days);
    }

    private static LocalTime time(JsonNode window, String key) {
        return window.hasNonNull(key) ? LocalTime.parse(window.get(key).asText()) : null;
    }

    /**
     * Reports what the JSON Schema cannot express.
     *
     * @param pointer JSON pointer of the window
     * @return whether the window is valid
     */
    static boolean check(JsonNode window, String pointer, FaultSink faults) {
        List<String> found = new ArrayList<>();
        boolean hasFrom = window.hasNonNull("from");
        boolean hasTo = window.hasNonNull("to");
        if (hasFrom != hasTo) {
            faults.fault(pointer + (hasFrom ? "/to" : "/from"), "is required if the window has the other time");
            found.add(pointer);
        } else if (!hasFrom && window.path("days").isEmpty()) {
            faults.fault(
                    pointer, "must have `from` and `to`, or `days`; omit the window of a price that always applies");
            found.add(pointer);
        } else if (hasFrom && window.get("from").equals(window.get("to"))) {
            faults.fault(pointer + "/to", "must differ from `from`; omit both times for whole days");
            found.add(pointer);
        }
        if (window.hasNonNull("timeZone")
                && !ZoneId.getAvailableZoneIds().contains(window.get("timeZone").asText())) {
            faults.fault(pointer + "/timeZone", "must be an IANA time zone such as UTC or Asia/Shanghai");
            found.add(pointer);
        }
        return found.isEmpty();
    }

    /** Replaces the window of a price by its canonical form; equal windows have equal forms. */
    static void canonicalize(ObjectNode price) {
        PriceWindow window = of(price);
        if (window == null) {
            price.remove("window");
            return;
        }
        ObjectNode canonical = price.putObject("window");
        if (window.from != null) {
            canonical.put("from", window.from.toString()).put("to", window.to.toString());
        }
        canonical.put("timeZone", window.timeZone.getId());
        if (window.days.size() < DayOfWeek.values().length) {
            ArrayNode days = canonical.putArray("days");
            window.days.forEach(day -> days.add(name(day)));
        }
    }

    static String name(DayOfWeek day) {
        return day.name().toLowerCase(Locale.ROOT);
    }

    /** Whether the price applies at a time. */
    boolean contains(Instant at) {
        ZonedDateTime local = at.atZone(timeZone);
        if (!days.contains(local.getDayOfWeek())) {
            return false;
        }
        if (from == null) {
            return true;
        }
        LocalTime time = local.toLocalTime();
        boolean begun = !time.isBefore(from);
        boolean ended = !time.isBefore(to);
        return from.isBefore(to) ? begun && !ended : begun || !ended;
    }

    /** Whether both windows contain a minute of the week. */
    public boolean overlaps(PriceWindow other) {
        return minutes().intersects(other.minutes());
    }

    private BitSet minutes() {
        BitSet minutes = new BitSet(MINUTES_OF_WEEK);
        int offset = timeZone.getRules().getOffset(REFERENCE).getTotalSeconds() / 60;
        for (DayOfWeek day : days) {
            int start = (day.getValue() - 1) * MINUTES_OF_DAY - offset;
            if (from == null) {
                add(minutes, start, MINUTES_OF_DAY);
            } else {
                int begin = from.toSecondOfDay() / 60;
                int end = to.toSecondOfDay() / 60;
                if (begin < end) {
                    add(minutes, start + begin, end - begin);
                } else {
                    add(minutes, start, end);
                    add(minutes, start + begin, MINUTES_OF_DAY - begin);
                }
            }
        }
        return minutes;
    }

    private static void add(BitSet minutes, int start, int length) {
        int first = Math.floorMod(start, MINUTES_OF_WEEK);
        int end = first + length;
        minutes.set(first, Math.min(end, MINUTES_OF_WEEK));
        if (end > MINUTES_OF_WEEK) {
            minutes.set(0, end - MINUTES_OF_WEEK);
        }
    }
}
