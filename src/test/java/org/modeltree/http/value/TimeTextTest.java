package org.modeltree.http.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeTextTest {

    @Test
    void times_have_milliseconds_whatever_they_are() {
        assertEquals("2026-11-22T15:16:54.385Z", TimeText.of(Instant.parse("2026-11-22T15:16:54.385999Z")));
        assertEquals("0001-01-01T00:00:00.000Z", TimeText.of(Instant.parse("0001-01-01T00:00:00Z")));
        assertEquals("9999-12-31T23:59:59.999Z", TimeText.of(Instant.parse("9999-12-31T23:59:59.999999999Z")));
        assertEquals("+10000-01-01T00:00:00.000Z", TimeText.of(Instant.parse("+10000-01-01T00:00:00Z")));
        assertEquals("-0001-12-31T00:00:00.000Z", TimeText.of(Instant.parse("-0001-12-31T00:00:00Z")));
    }

    @Test
    void times_are_those_of_a_formatter() {
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC);
        Random random = new Random(18);
        for (int i = 0; i < 10_000; i++) {
            Instant time = Instant.ofEpochMilli(random.nextLong(-62_167_219_200_000L, 253_402_300_800_000L))
                    .plusNanos(random.nextInt(1_000_000));
            assertEquals(formatter.format(time), TimeText.of(time));
        }
    }
}
