package org.modeltree.http.value;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Dates in HTTP headers: IMF-fixdate of RFC 9110, such as {@code Sun, 22 Nov 2026 15:16:54 GMT}. */
public final class HttpDate {

    // Unlike the JDK's RFC 1123 formatter, it always prints two digits for the day.
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH);

    /** A change that is committed within this time may have an earlier time. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private HttpDate() {}

    /** The time, cut to seconds. */
    public static String of(Instant time) {
        return FORMAT.format(time.atOffset(ZoneOffset.UTC));
    }

    /** Whether something that changed at a time is unchanged since the date in a header; false if the header is no date. */
    public static boolean isUnchanged(Instant changedAt, String since) {
        return parsed(since)
                .filter(date -> !changedAt.truncatedTo(ChronoUnit.SECONDS).isAfter(date))
                .isPresent();
    }

    /** Whether the date of a change is old enough that no later change can have the same (RFC 9110, 8.8.2.2). */
    public static boolean isStrong(Instant changedAt, Instant now) {
        return changedAt.plus(SETTLED).isBefore(now);
    }

    private static Optional<Instant> parsed(String text) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text.strip(), Instant::from));
        } catch (DateTimeParseException noDate) {
            return Optional.empty();
        }
    }
}
