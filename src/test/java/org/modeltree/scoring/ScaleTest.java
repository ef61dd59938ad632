package org.modeltree.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScaleTest {

    private static final long SEED = Long.getLong("modeltree.seed", 20_260_101);
    private static final int SAMPLES = 20_000;

    private static final Scale CONTEXT = new Scale(Scale.Kind.LOG, 2_048, 2_097_152);
    private static final Scale PRICE = new Scale(Scale.Kind.LOG, 60, 0.05);
    private static final Scale PERCENT = new Scale(Scale.Kind.LINEAR, 0, 100);
    private static final Scale ERRORS = new Scale(Scale.Kind.LINEAR, 80, 5);
    private static final List<Scale> ALL = List.of(CONTEXT, PRICE, PERCENT, ERRORS);

    @ParameterizedTest
    @CsvSource({
        // Worked by hand: log2(tokens / 2048).
        "1,        0,                  0.0",
        "1024,     0,                  0.0",
        "2048,     0,                  0.0",
        "4096,     1,                  1.0",
        "8192,     2,                  2.0",
        "32768,    4,                  4.0",
        "100000,   5.609640474436812,  5.6",
        "128000,   5.965784284662087,  6.0",
        "131072,   6,                  6.0",
        "200000,   6.609640474436812,  6.6",
        "262144,   7,                  7.0",
        "1000000,  8.931568569324174,  8.9",
        "1048576,  9,                  9.0",
        "2097152,  10,                 10.0",
        "2097153,  10,                 10.0",
        "10485760, 10,                 10.0"
    })
    void context_windows_score_by_doublings(double tokens, double exact, String rounded) {
        assertEquals(exact, CONTEXT.score(tokens).exact(), 1e-9);
        assertEquals(rounded, CONTEXT.score(tokens).rounded().toPlainString());
    }

    @ParameterizedTest
    @CsvSource({"60, 0", "120, 0", "0.05, 10", "0.01, 10", "1.7320508075688772, 5", "1.25, 5.46003"})
    void lower_prices_score_higher(double usd, double exact) {
        assertEquals(exact, PRICE.score(usd).exact(), 1e-5);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1.5, 0.15", "33.3, 3.33", "70, 7", "100, 10", "140, 10"})
    void percentages_score_a_tenth(double percent, double exact) {
        assertEquals(exact, PERCENT.score(percent).exact(), 1e-12);
    }

    @Test
    void a_linear_scale_can_descend_from_its_floor_to_its_ceiling() {
        assertEquals(0, ERRORS.score(80).exact());
        assertEquals(10, ERRORS.score(5).exact());
        assertEquals(5, ERRORS.score(42.5).exact(), 1e-12);
        assertTrue(ERRORS.lowerIsBetter());
    }

    @Test
    void scores_are_rounded_half_up() {
        assertEquals("0.2", new Score(0.15).rounded().toPlainString());
        assertEquals("6.3", new Score(6.25).rounded().toPlainString());
        assertEquals("0.0", new Score(-0.0).rounded().toPlainString());
    }

    @Test
    void whole_doublings_have_whole_scores() {
        for (int doublings = 0; doublings <= 10; doublings++) {
            assertEquals(doublings, CONTEXT.score(2_048.0 * (1 << doublings)).exact());
        }
    }

    @Test
    void values_strictly_beyond_the_scale_are_clamped() {
        assertEquals(Optional.of(Scale.Clamp.LOW), CONTEXT.clamp(2_047));
        assertEquals(Optional.empty(), CONTEXT.clamp(2_048));
        assertEquals(Optional.empty(), CONTEXT.clamp(2_097_152));
        assertEquals(Optional.of(Scale.Clamp.HIGH), CONTEXT.clamp(2_097_153));
        assertEquals(Optional.of(Scale.Clamp.LOW), PRICE.clamp(61));
        assertEquals(Optional.of(Scale.Clamp.HIGH), PRICE.clamp(0.04));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void a_log_scale_accepts_only_finite_values_above_zero(double raw) {
        assertFalse(CONTEXT.accepts(raw));
        assertThrows(IllegalArgumentException.class, () -> CONTEXT.score(raw));
    }

    @Test
    void a_linear_scale_accepts_zero() {
        assertEquals(0, PERCENT.score(0).exact());
        assertFalse(PERCENT.accepts(-0.1));
        assertFalse(PERCENT.accepts(Double.NaN));
    }

    @Test
    void the_ends_of_a_scale_are_checked() {
        assertThrows(IllegalArgumentException.class, () -> new Scale(Scale.Kind.LINEAR, 5, 5));
        assertThrows(IllegalArgumentException.class, () -> new Scale(Scale.Kind.LOG, 0, 5));
        assertThrows(IllegalArgumentException.class, () -> new Scale(Scale.Kind.LOG, 5, 0));
        assertThrows(IllegalArgumentException.class, () -> new Scale(Scale.Kind.LINEAR, -1, 5));
        assertThrows(IllegalArgumentException.class, () -> new Scale(Scale.Kind.LINEAR, Double.NaN, 5));
        assertThrows(IllegalArgumentException.class, () -> new Scale(Scale.Kind.LINEAR, 0, Double.POSITIVE_INFINITY));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 10.1, Double.NaN, Double.POSITIVE_INFINITY})
    void a_score_outside_0_to_10_is_rejected(double exact) {
        assertThrows(IllegalArgumentException.class, () -> new Score(exact));
    }

    @Test
    void better_raw_values_never_score_lower() {
        Random random = new Random(SEED);
        for (Scale scale : ALL) {
            for (int i = 0; i < SAMPLES; i++) {
                double one = raw(scale, random);
                double other = i % 2 == 0 ? raw(scale, random) : Math.nextUp(one);
                boolean better = scale.lowerIsBetter() ? one < other : one > other;
                double difference =
                        scale.score(one).exact() - scale.score(other).exact();
                assertTrue(better ? difference >= 0 : difference <= 0, () -> seeded(scale + " " + one + " " + other));
            }
        }
    }

    @Test
    void the_inverse_is_accurate_to_12_digits() {
        Random random = new Random(SEED);
        for (Scale scale : ALL) {
            for (int i = 0; i < SAMPLES; i++) {
                Score score = new Score(random.nextDouble() * 10);
                assertEquals(
                        score.exact(), scale.score(scale.raw(score)).exact(), 1e-9, () -> seeded(scale + " " + score));
            }
            assertEquals(scale.floor(), scale.raw(new Score(0)));
            assertEquals(scale.ceiling(), scale.raw(new Score(10)));
        }
    }

    @Test
    void the_worst_raw_value_reaches_the_score_and_the_next_worse_does_not() {
        Random random = new Random(SEED);
        for (Scale scale : ALL) {
            for (int i = 0; i < SAMPLES; i++) {
                Score minimum = new Score(i < 10 ? i + 1.0 : random.nextDouble() * 10);
                double worst = scale.worstRawScoring(minimum);
                assertTrue(scale.score(worst).compareTo(minimum) >= 0, () -> seeded(scale + " " + minimum));
                double worse = scale.lowerIsBetter() ? Math.nextUp(worst) : Math.nextDown(worst);
                assertTrue(scale.score(worse).compareTo(minimum) < 0, () -> seeded(scale + " " + minimum));
            }
        }
    }

    private static double raw(Scale scale, Random random) {
        double least = Math.min(scale.floor(), scale.ceiling());
        double greatest = Math.max(scale.floor(), scale.ceiling());
        return scale.kind() == Scale.Kind.LOG
                ? least / 4 * Math.pow(16 * greatest / least, random.nextDouble())
                : random.nextDouble() * greatest * 1.5;
    }

    private static String seeded(String context) {
        return "-Dmodeltree.seed=" + SEED + ": " + context;
    }
}
