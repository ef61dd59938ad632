package org.modeltree.http.value;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Time stamps as the API writes them: in UTC with milliseconds, such as {@code 2026-11-22T15:16:54.385Z}. */
public final class TimeText {

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final int MAX_PLAIN_YEAR = 9_999;

    private TimeText() {}

    /** The time, cut to milliseconds. */
    public static String of(Instant time) {
        OffsetDateTime at = time.atOffset(ZoneOffset.UTC);
        if (at.getYear() < 0 || at.getYear() > MAX_PLAIN_YEAR) {
            return FORMAT.format(time);
        }
        // A formatter takes several times as long, and a page has a time stamp for each of its models.
        byte[] text = "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);
        digits(text, 3, at.getYear());
        digits(text, 6, at.getMonthValue());
        digits(text, 9, at.getDayOfMonth());
        digits(text, 12, at.getHour());
        digits(text, 15, at.getMinute());
        digits(text, 18, at.getSecond());
        digits(text, 22, at.getNano() / 1_000_000);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void digits(byte[] text, int last, int number) {
        for (int i = last, left = number; left > 0; i--, left /= 10) {
            text[i] = (byte) ('0' + left % 10);
        }
    }
}
