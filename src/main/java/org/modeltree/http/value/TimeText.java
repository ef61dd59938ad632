package org.modeltree.http.value;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Time stamps as the API writes them: in UTC with milliseconds, such as {@code 2026-11-22T15:16:54.385Z}. */
public final class TimeText {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private TimeText() {}

    /** The time, cut to milliseconds. */
    public static String of(Instant time) {
        return FORMAT.format(time);
    }
}
