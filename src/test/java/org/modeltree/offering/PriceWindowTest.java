package org.modeltree.offering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceWindowTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void a_window_begins_with_its_first_minute_and_ends_before_its_last() throws JsonProcessingException {
        PriceWindow window = window("{'from': '01:00', 'to': '04:00'}");
        assertFalse(window.contains(Instant.parse("2026-03-04T00:59:59Z")));
        assertTrue(window.contains(Instant.parse("2026-03-04T01:00:00Z")));
        assertTrue(window.contains(Instant.parse("2026-03-04T03:59:59Z")));
        assertFalse(window.contains(Instant.parse("2026-03-04T04:00:00Z")));
    }

    @Test
    void a_window_that_passes_midnight_belongs_to_the_day_of_each_moment() throws JsonProcessingException {
        PriceWindow fridays = window("{'from': '22:00', 'to': '06:00', 'days': ['friday']}");
        assertTrue(fridays.contains(Instant.parse("2026-03-06T05:00:00Z")), "early on Friday");
        assertFalse(fridays.contains(Instant.parse("2026-03-06T06:00:00Z")));
        assertTrue(fridays.contains(Instant.parse("2026-03-06T23:00:00Z")), "late on Friday");
        assertFalse(fridays.contains(Instant.parse("2026-03-07T05:00:00Z")), "early on Saturday");
    }

    @Test
    void days_and_times_are_those_of_the_zone() throws JsonProcessingException {
        PriceWindow weekend = window("{'days': ['saturday', 'sunday'], 'timeZone': 'Asia/Shanghai'}");
        assertFalse(weekend.contains(Instant.parse("2026-03-06T15:59:00Z")));
        assertTrue(weekend.contains(Instant.parse("2026-03-06T16:00:00Z")), "Saturday begins in Shanghai");
        PriceWindow morning = window("{'from': '08:00', 'to': '09:00', 'timeZone': 'Europe/Berlin'}");
        assertTrue(morning.contains(Instant.parse("2026-01-15T07:30:00Z")), "one hour ahead in winter");
        assertTrue(morning.contains(Instant.parse("2026-07-15T06:30:00Z")), "two hours ahead in summer");
        assertFalse(morning.contains(Instant.parse("2026-07-15T07:30:00Z")));
    }

    @Test
    void windows_overlap_exactly_if_a_minute_of_the_week_is_in_both() throws JsonProcessingException {
        List<String> windows = List.of(
                "{'from': '16:30', 'to': '00:30'}",
                "{'from': '00:30', 'to': '16:30'}",
                "{'from': '23:00', 'to': '01:00', 'days': ['sunday'], 'timeZone': 'America/New_York'}",
                "{'days': ['monday']}",
                "{'days': ['monday', 'tuesday'], 'timeZone': 'Pacific/Auckland'}",
                "{'from': '10:00', 'to': '11:00', 'days': ['wednesday'], 'timeZone': 'Asia/Kathmandu'}",
                "{'from': '04:15', 'to': '04:16', 'days': ['wednesday']}");
        Instant monday = Instant.parse("2024-01-01T00:00:00Z");
        int overlaps = 0;
        for (String one : windows) {
            for (String other : windows) {
                boolean expected = false;
                for (int minute = 0; minute < 7 * 24 * 60 && !expected; minute++) {
                    Instant at = monday.plus(Duration.ofMinutes(minute));
                    expected = window(one).contains(at) && window(other).contains(at);
                }
                assertEquals(expected, window(one).overlaps(window(other)), one + " and " + other);
                overlaps += expected ? 1 : 0;
            }
        }
        assertTrue(overlaps > windows.size() && overlaps < windows.size() * windows.size(), "both occur");
    }

    private static PriceWindow window(String json) throws JsonProcessingException {
        return PriceWindow.of(JSON.readTree("{\"window\": " + json.replace('\'', '"') + "}"));
    }
}
