package org.modeltree.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DistributionTest {

    private static final long SEED = Long.getLong("modeltree.seed", 20_260_101);
    private static final Scale PERCENT = new Scale(Scale.Kind.LINEAR, 0, 100);
    private static final Scale CONTEXT = new Scale(Scale.Kind.LOG, 2_048, 2_097_152);
    private static final Scale PRICE = new Scale(Scale.Kind.LOG, 60, 0.05);

    @Test
    void percentiles_are_interpolated_linearly_between_the_closest_ranks() {
        // Five scores 1, 2, 3, 4, 5: the 20th percentile is at rank 0.8, the 80th at 3.2, the median is the third.
        Distribution five = of(PERCENT, 10, 20, 30, 40, 50);
        assertPercentile(1.8, 18, five.percentile(new BigDecimal("20")));
        assertPercentile(4.2, 42, five.percentile(new BigDecimal("80")));
        assertPercentile(3, 30, five.percentile(new BigDecimal("50")));
        assertPercentile(1, 10, five.percentile(BigDecimal.ZERO));
        assertPercentile(5, 50, five.percentile(new BigDecimal("100")));
        assertPercentile(1.001, 10.01, five.percentile(new BigDecimal("0.025")));
    }

    @Test
    void a_percentile_that_hits_an_observation_has_its_raw_value() {
        Distribution context = of(CONTEXT, 2_048, 128_000, 128_000, 128_000, 1_048_576);
        PercentilePoint point = context.percentile(new BigDecimal("40"));
        assertEquals(128_000, point.raw());
        assertEquals(5.965784284662087, point.score().exact(), 1e-12);
    }

    @Test
    void a_percentile_that_doubles_miss_still_hits_its_observation() {
        double[] raws = new double[101];
        Arrays.setAll(raws, i -> i / 1.01);
        // 0.07 · 100 is 7.000000000000001 in doubles.
        assertEquals(raws[7], of(PERCENT, raws).percentile(new BigDecimal("7")).raw());
    }

    @Test
    void a_clamped_percentile_has_the_end_of_the_scale() {
        Distribution clamped = of(CONTEXT, 4_194_304, 8_388_608, 10_000_000, 5_000_000, 3_000_000);
        assertPercentile(10, 2_097_152, clamped.percentile(new BigDecimal("20")));
        assertPercentile(0, 60, of(PRICE, 70, 80, 90, 100, 110).percentile(new BigDecimal("80")));
    }

    @Test
    void models_clamped_to_the_same_end_tie() {
        Distribution clamped = of(CONTEXT, 1_024, 2_048, 512, 4_096, 2_097_152, 10_000_000);
        assertEquals(0, clamped.percentileRank(CONTEXT.score(2_048)));
        assertEquals(1, clamped.rank(CONTEXT.score(2_097_152)));
        assertEquals(1, clamped.rank(CONTEXT.score(10_000_000)));
        assertEquals(3, clamped.rank(CONTEXT.score(4_096)));
        assertEquals(4, clamped.rank(CONTEXT.score(512)));
        assertEquals(100.0 * 4 / 6, clamped.percentileRank(new Score(10)), 1e-12);
    }

    @Test
    void fewer_than_five_models_have_ranks_but_no_band() {
        Distribution four = of(PERCENT, 1, 2, 3, 4);
        assertEquals(Optional.empty(), four.band(new BigDecimal("20"), new BigDecimal("80")));
        assertEquals(4, four.n());
        assertEquals(75, four.percentileRank(PERCENT.score(4)));
        assertTrue(of(PERCENT, 1, 2, 3, 4, 5)
                .band(new BigDecimal("20"), new BigDecimal("80"))
                .isPresent());
    }

    @Test
    void a_single_model_has_none_below() {
        assertEquals(0, of(PERCENT, 50).percentileRank(PERCENT.score(50)));
        assertEquals(1, of(PERCENT, 50).rank(PERCENT.score(50)));
    }

    @Test
    void if_all_models_tie_the_band_is_a_single_point_and_all_are_within() {
        Distribution tied = of(PERCENT, 31.5, 31.5, 31.5, 31.5, 31.5, 31.5, 31.5);
        Band band = tied.band(new BigDecimal("20"), new BigDecimal("80")).orElseThrow();
        assertPercentile(3.15, 31.5, band.lower());
        assertPercentile(3.15, 31.5, band.upper());
        assertEquals(Band.Position.WITHIN, band.position(PERCENT.score(31.5)));
        assertEquals(Band.Position.BELOW_LOWER, band.position(PERCENT.score(31.4)));
        assertEquals(Band.Position.ABOVE_UPPER, band.position(PERCENT.score(31.6)));
    }

    @Test
    void an_empty_cohort_has_no_percentiles() {
        Distribution empty = of(PERCENT);
        assertEquals(0, empty.n());
        assertEquals(1, empty.rank(new Score(5)));
        assertThrows(IllegalArgumentException.class, () -> empty.percentileRank(new Score(5)));
        assertThrows(IllegalArgumentException.class, () -> empty.percentile(BigDecimal.TEN));
    }

    @Test
    void the_last_bin_of_a_histogram_includes_its_end() {
        List<Bin> bins = of(PERCENT, 0, 19.99, 20, 50, 99.9, 100).histogram(5);
        assertEquals(List.of(2L, 1L, 1L, 0L, 2L), bins.stream().map(Bin::count).toList());
        assertEquals(0, bins.get(0).from());
        assertEquals(10, bins.get(4).to());
        assertThrows(IllegalArgumentException.class, () -> of(PERCENT, 1).histogram(0));
    }

    @Test
    void percentiles_agree_with_sorting_every_score_in_any_order() {
        Random random = new Random(SEED);
        for (int round = 0; round < 500; round++) {
            Scale scale = List.of(PERCENT, CONTEXT, PRICE).get(round % 3);
            double[] raws = random.doubles(5 + random.nextInt(60), 0.01, round % 2 == 0 ? 100 : 4_000_000)
                    // Few distinct values, so that there are ties.
                    .map(raw -> round(raw, random))
                    .toArray();
            double[] scores = Arrays.stream(raws)
                    .map(raw -> scale.score(raw).exact())
                    .sorted()
                    .toArray();
            List<Tally.Entry> entries = new ArrayList<>();
            for (double raw : raws) {
                entries.add(new Tally.Entry(raw, 1));
            }
            Collections.shuffle(entries, random);
            Distribution distribution = new Distribution(new Tally(entries), scale);
            BigDecimal percentile = BigDecimal.valueOf(random.nextInt(1_001), 1);
            double position = percentile.doubleValue() / 100 * (scores.length - 1);
            int below = (int) Math.floor(position + 1e-12);
            double above = scores[Math.min(below + 1, scores.length - 1)];
            double expected = scores[below] + Math.max(0, position - below) * (above - scores[below]);
            int seededRound = round;
            assertEquals(
                    expected,
                    distribution.percentile(percentile).score().exact(),
                    1e-9,
                    () -> "-Dmodeltree.seed=" + SEED + ", round " + seededRound);
            Score first = scale.score(raws[0]);
            assertEquals(Arrays.stream(scores).filter(s -> s < first.exact()).count(), distribution.below(first));
            assertEquals(Arrays.stream(scores).filter(s -> s > first.exact()).count(), distribution.above(first));
        }
    }

    @Test
    void tallies_add_up_in_any_order_and_reject_empty_entries() {
        assertEquals(
                List.of(new Tally.Entry(0, 3), new Tally.Entry(1, 2)),
                new Tally(List.of(new Tally.Entry(-0.0, 3), new Tally.Entry(1, 2))).entries());
        assertEquals(
                List.of(new Tally.Entry(1, 5)),
                new Tally(List.of(new Tally.Entry(1, 2), new Tally.Entry(1, 3))).entries());
        Tally one = new Tally(List.of(new Tally.Entry(3, 1), new Tally.Entry(1, 2)));
        Tally other = new Tally(List.of(new Tally.Entry(3, 4)));
        assertEquals(one.plus(other), other.plus(one));
        assertEquals(
                List.of(new Tally.Entry(1, 2), new Tally.Entry(3, 5)),
                one.plus(other).entries());
        assertThrows(IllegalArgumentException.class, () -> new Tally.Entry(1, 0));
    }

    private static double round(double raw, Random random) {
        return random.nextBoolean() ? Math.max(1, Math.rint(raw / 10) * 10) : raw;
    }

    private static Distribution of(Scale scale, double... raws) {
        return new Distribution(
                new Tally(Arrays.stream(raws)
                        .mapToObj(raw -> new Tally.Entry(raw, 1))
                        .toList()),
                scale);
    }

    private static void assertPercentile(double score, double raw, PercentilePoint point) {
        assertEquals(score, point.score().exact(), 1e-9);
        assertEquals(raw, point.raw(), 1e-9);
    }
}
