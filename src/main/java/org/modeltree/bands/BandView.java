package org.modeltree.bands;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.modeltree.bands.capability.BenchmarkRef;
import org.modeltree.bands.capability.Capability;
import org.modeltree.bands.capability.PercentileView;
import org.modeltree.bands.capability.ScoreBand;
import org.modeltree.bands.cohort.Cohort;
import org.modeltree.bands.standing.CohortStandings;
import org.modeltree.http.FilterSuggestion;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Numbers;
import org.modeltree.scoring.Band;
import org.modeltree.scoring.Bin;
import org.modeltree.scoring.Distribution;

/**
 * JSON view of the band of a cohort on one capability.
 *
 * @param capability id of the capability
 * @param label label of the capability, in the reader's language
 * @param status {@code ok}, or {@code insufficient} if the cohort has fewer than 5 models
 * @param count number of models in the cohort
 * @param lower score at the lower percentile; null without a band
 * @param upper score at the upper percentile; null without a band
 * @param median score at the 50th percentile; null without a band
 * @param percentiles scores at the requested percentiles, in that order; null if none were requested or without a band
 * @param histogram number of models per bin of scores; null if not requested
 * @param standings default bands of the named cohorts, whatever filters are given
 * @param cohort the filters that define the cohort
 * @param suggestions values of the filters that no model has, with what the client may have meant; usually empty
 */
public record BandView(
        String capability,
        String label,
        BenchmarkRef benchmark,
        String status,
        long count,
        PercentileView lower,
        PercentileView upper,
        PercentileView median,
        List<PercentileView> percentiles,
        List<BinView> histogram,
        CohortStandings standings,
        Cohort cohort,
        List<FilterSuggestion> suggestions) {

    /** The same band with suggestions. */
    BandView suggesting(List<FilterSuggestion> others) {
        return new BandView(
                capability,
                label,
                benchmark,
                status,
                count,
                lower,
                upper,
                median,
                percentiles,
                histogram,
                standings,
                cohort,
                others);
    }

    /**
     * JSON view of a bin of a histogram.
     *
     * @param from lowest score, inclusive, in [0, 10)
     * @param to highest score, in (0, 10]; exclusive, except in the last bin
     * @param count number of models
     */
    public record BinView(Number from, Number to, long count) {

        static BinView of(Bin bin) {
            return new BinView(Numbers.plain(bin.from()), Numbers.plain(bin.to()), bin.count());
        }
    }

    /**
     * Requested content of a band.
     *
     * @param lower lower percentile, in (0, 100)
     * @param upper upper percentile, in (0, 100) and above the lower one
     * @param percentiles additional percentiles, in [0, 100]; null for none
     * @param bins number of bins of the histogram; null for no histogram
     */
    public record Question(BigDecimal lower, BigDecimal upper, List<BigDecimal> percentiles, Integer bins) {}

    static BandView of(
            Capability capability,
            Distribution distribution,
            Question question,
            CohortStandings standings,
            Cohort cohort,
            Language language) {
        Optional<Band> band = distribution.band(question.lower(), question.upper());
        ScoreBand scores = ScoreBand.of(distribution, band);
        return new BandView(
                capability.id(),
                language.of(capability.labelEn(), capability.labelZh()),
                BenchmarkRef.of(capability, language),
                scores.status(),
                scores.count(),
                scores.lower(),
                scores.upper(),
                scores.median(),
                question.percentiles() == null || band.isEmpty()
                        ? null
                        : question.percentiles().stream()
                                .map(percentile -> PercentileView.of(distribution.percentile(percentile)))
                                .toList(),
                question.bins() == null
                        ? null
                        : distribution.histogram(question.bins()).stream()
                                .map(BinView::of)
                                .toList(),
                standings,
                cohort,
                List.of());
    }
}
