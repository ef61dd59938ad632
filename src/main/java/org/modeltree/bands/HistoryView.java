package org.modeltree.bands;

import java.time.LocalDate;
import java.util.List;
import org.modeltree.bands.capability.BenchmarkRef;
import org.modeltree.bands.capability.PercentileView;
import org.modeltree.bands.capability.ScoreBand;
import org.modeltree.bands.cohort.Cohort;
import org.modeltree.bands.cohort.Interval;
import org.modeltree.http.FilterSuggestion;

/**
 * JSON view of how a band moved over time.
 *
 * @param capability id of the capability
 * @param label label of the capability, in the reader's language
 * @param interval {@code month}, {@code quarter} or {@code year}
 * @param points one per period, in ascending order
 * @param cohort the filters that define the cohort
 * @param suggestions values of the filters that no model has, with what the client may have meant; usually empty
 */
public record HistoryView(
        String capability,
        String label,
        BenchmarkRef benchmark,
        String interval,
        List<Point> points,
        Cohort cohort,
        List<FilterSuggestion> suggestions) {

    /**
     * JSON view of the band at the end of a period, over the models released until then.
     *
     * @param period {@code 2022-12}, {@code 2022-Q4} or {@code 2022}
     * @param asOf last day of the period; for current models, no day after today or the one asked for
     * @param status {@code ok}, or {@code insufficient} if fewer than 5 models were released until then
     * @param count number of models
     * @param lower score at the lower percentile; null without a band
     * @param upper score at the upper percentile; null without a band
     * @param median score at the 50th percentile; null without a band
     */
    public record Point(
            String period,
            LocalDate asOf,
            String status,
            long count,
            PercentileView lower,
            PercentileView upper,
            PercentileView median) {

        static Point of(Interval interval, LocalDate begins, LocalDate asOf, ScoreBand band) {
            return new Point(
                    interval.name(begins),
                    asOf,
                    band.status(),
                    band.count(),
                    band.lower(),
                    band.upper(),
                    band.median());
        }
    }
}
