package org.modeltree.bands;

import java.time.LocalDate;
import java.util.List;
import org.modeltree.bands.capability.BenchmarkRef;
import org.modeltree.bands.capability.PercentileView;
import org.modeltree.bands.capability.ScoreBandView;
import org.modeltree.bands.cohort.Cohort;
import org.modeltree.bands.cohort.Interval;

/** How a band moved, as JSON. */
record HistoryView(
        String capability,
        String label,
        BenchmarkRef benchmark,
        String interval,
        List<Point> points,
        Cohort cohort,
        long revision) {

    /** The band at the end of a period. */
    record Point(
            String period,
            LocalDate asOf,
            String status,
            long n,
            PercentileView lower,
            PercentileView upper,
            PercentileView median) {

        static Point of(Interval interval, LocalDate begins, ScoreBandView band) {
            return new Point(
                    interval.name(begins),
                    interval.next(begins).minusDays(1),
                    band.status(),
                    band.n(),
                    band.lower(),
                    band.upper(),
                    band.median());
        }
    }
}
