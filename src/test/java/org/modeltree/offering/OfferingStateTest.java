package org.modeltree.offering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.offering.OfferingService.OfferingState;
import org.modeltree.offering.OfferingService.Terms;
import org.modeltree.offering.OfferingService.Terms.PricePeriod;

class OfferingStateTest {

    private static final LocalDate TODAY = LocalDate.parse("2024-02-29");

    private static OfferingState state(String firstDay, String precision, boolean gone, PricePeriod... prices) {
        LocalDate retired = firstDay == null ? null : LocalDate.parse(firstDay);
        return new Terms("host", "one", null, retired, precision, gone, List.of(prices)).on(TODAY);
    }

    private static PricePeriod price(String from, String to) {
        return new PricePeriod(
                "free",
                from == null ? null : LocalDate.parse(from),
                to == null ? null : LocalDate.parse(to),
                List.of());
    }

    @Test
    void an_end_counts_from_the_last_day_that_it_can_mean() {
        assertEquals(OfferingState.CURRENT, state(null, null, false));
        assertEquals(OfferingState.CURRENT, state("2024-03-01", "day", false));
        assertEquals(OfferingState.ENDED, state("2024-02-29", "day", false));
        assertEquals(OfferingState.ENDED, state("2024-02-01", "month", false), "a leap day ends its month");
        assertEquals(OfferingState.CURRENT, state("2024-01-01", "year", false));
        assertEquals(OfferingState.ENDED, state("2023-01-01", "year", true), "the end is known");
    }

    @Test
    void an_offering_that_nobody_lists_or_prices_is_not_confirmed() {
        assertEquals(OfferingState.UNCONFIRMED, state(null, null, true));
        assertEquals(OfferingState.UNCONFIRMED, state(null, null, false, price(null, "2024-02-29")));
        assertEquals(OfferingState.UNCONFIRMED, state(null, null, false, price("2024-03-01", null)));
        assertEquals(
                OfferingState.CURRENT,
                state(null, null, false, price(null, "2024-01-01"), price("2024-02-29", "2024-03-01")));
    }
}
