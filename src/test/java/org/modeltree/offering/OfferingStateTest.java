package org.modeltree.offering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;
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

    private static Terms selling(String provider, boolean gone, PriceUnit unit, String to) {
        LocalDate end = to == null ? null : LocalDate.parse(to);
        PricePeriod price = new PricePeriod("metered", null, end, List.of(unit.key()));
        return new Terms(provider, "one", null, null, null, gone, List.of(price));
    }

    private static Set<PriceUnit> billed(Terms... terms) {
        return OfferingService.billed(List.of(terms), List.of("maker"), TODAY);
    }

    @Test
    void what_is_billed_is_todays_at_the_publisher_then_at_anyone_then_that_of_other_days() {
        Terms own = selling("maker", false, PriceUnit.INPUT, null);
        Terms ownPast = selling("maker", false, PriceUnit.PER_PAGE, "2024-02-29");
        Terms host = selling("host", false, PriceUnit.PER_OUTPUT_IMAGE, null);
        Terms gone = selling("host", true, PriceUnit.PER_SEARCH, null);
        assertEquals(Set.of(PriceUnit.INPUT), billed(own, ownPast, host, gone));
        assertEquals(Set.of(PriceUnit.PER_OUTPUT_IMAGE), billed(ownPast, host, gone));
        assertEquals(Set.of(PriceUnit.PER_PAGE), billed(ownPast, gone));
        assertEquals(Set.of(PriceUnit.PER_SEARCH), billed(gone));
        assertEquals(Set.of(), billed());
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
