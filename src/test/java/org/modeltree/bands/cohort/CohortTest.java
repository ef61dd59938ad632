package org.modeltree.bands.cohort;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.modeltree.catalog.query.Traits;

class CohortTest {

    private static final LocalDate EARLIER = LocalDate.of(2022, 12, 31);
    private static final LocalDate LATER = LocalDate.of(2023, 6, 30);

    @Test
    void the_earlier_of_released_to_and_as_of_ends_the_cohort() {
        assertEquals(EARLIER, releasedTo(EARLIER, LATER));
        assertEquals(EARLIER, releasedTo(LATER, EARLIER));
        assertEquals(EARLIER, releasedTo(EARLIER, null));
        assertEquals(EARLIER, releasedTo(null, EARLIER));
        assertEquals(null, releasedTo(null, null));
    }

    @Test
    void only_a_cohort_without_any_filter_is_all_models() {
        assertTrue(Cohort.of(Traits.ANY, null).hasNoFilter());
        assertFalse(Cohort.of(Traits.ANY, EARLIER).hasNoFilter());
        assertFalse(Cohort.of(Traits.ofVendors(List.of("openai")), null).hasNoFilter());
    }

    private static LocalDate releasedTo(LocalDate to, LocalDate asOf) {
        return Cohort.of(Traits.releasedBetween(null, to), asOf).traits().releasedTo();
    }
}
