package org.modeltree.bands.cohort;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {

    @ParameterizedTest
    @CsvSource({
        "MONTH,   2022-12-01, 2022-12, 2023-01-01",
        "MONTH,   2024-02-01, 2024-02, 2024-03-01",
        "QUARTER, 2022-01-01, 2022-Q1, 2022-04-01",
        "QUARTER, 2022-04-01, 2022-Q2, 2022-07-01",
        "QUARTER, 2022-07-01, 2022-Q3, 2022-10-01",
        "QUARTER, 2022-10-01, 2022-Q4, 2023-01-01",
        "YEAR,    2022-01-01, 2022,    2023-01-01"
    })
    void a_period_has_a_name_and_a_next_one(Interval interval, LocalDate begins, String name, LocalDate next) {
        assertEquals(name, interval.name(begins));
        assertEquals(next, interval.next(begins));
    }
}
