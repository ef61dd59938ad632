package org.modeltree.bands;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.modeltree.bands.capability.BenchmarkRef;
import org.modeltree.bands.capability.Capability;
import org.modeltree.bands.capability.PercentileView;
import org.modeltree.bands.capability.ScoreBandView;
import org.modeltree.bands.cohort.Cohort;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Numbers;
import org.modeltree.scoring.Band;
import org.modeltree.scoring.Bin;
import org.modeltree.scoring.Distribution;

/** Where the middle of a cohort lies on one capability, as JSON. */
record BandView(
        String capability,
        String label,
        BenchmarkRef benchmark,
        String status,
        long n,
        PercentileView lower,
        PercentileView upper,
        PercentileView median,
        List<PercentileView> percentiles,
        List<BinView> histogram,
        Cohort cohort,
        long revision) {

    /** A bar of a histogram. */
    record BinView(Number from, Number to, long count) {

        static BinView of(Bin bin) {
            return new BinView(Numbers.plain(bin.from()), Numbers.plain(bin.to()), bin.count());
        }
    }

    /**
     * What is asked of a band.
     *
     * @param lower percentile
     * @param upper percentile
     * @param percentiles more of them, or null
     * @param bins of the histogram, or null for none
     */
    record Question(BigDecimal lower, BigDecimal upper, List<BigDecimal> percentiles, Integer bins) {}

    static BandView of(
            Capability capability,
            Distribution distribution,
            Question question,
            Cohort cohort,
            Language language,
            long revision) {
        Optional<Band> band = distribution.band(question.lower(), question.upper());
        ScoreBandView edges = ScoreBandView.of(distribution, band);
        return new BandView(
                capability.id(),
                language.of(capability.labelEn(), capability.labelZh()),
                BenchmarkRef.of(capability),
                edges.status(),
                edges.n(),
                edges.lower(),
                edges.upper(),
                edges.median(),
                question.percentiles() == null || band.isEmpty()
                        ? null
                        : question.percentiles().stream()
                                .map(percentile -> PercentileView.of(distribution.edge(percentile)))
                                .toList(),
                question.bins() == null
                        ? null
                        : distribution.histogram(question.bins()).stream()
                                .map(BinView::of)
                                .toList(),
                cohort,
                revision);
    }
}
