package org.modeltree.bands.capability;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/** Numbers of tokens in a few characters. */
public final class TokenLabel {

    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);
    private static final long KIBI = 1_024;
    private static final long KILO = 1_000;
    private static final List<String> PREFIXES = List.of("", "K", "M", "G", "T");

    private TokenLabel() {}

    /**
     * The number of tokens that the label means if it is read in thousands: 131,072 is "128K", hence 128,000. Numbers that the
     * label rounds stay as they are.
     */
    static long inThousands(long tokens) {
        if (tokens % KILO == 0 || tokens % KIBI != 0) {
            return tokens;
        }
        long value = tokens;
        long thousands = 1;
        while (value % KIBI == 0) {
            value /= KIBI;
            thousands *= KILO;
        }
        return value * thousands;
    }

    /**
     * Tokens in a few characters, such as "128K". Multiples of 1,000 are divided by 1,000 (128,000 is also 125 · 1,024, but
     * is commonly called "128K"), other multiples of 1,024 by 1,024, and the rest by 1,000, to three digits.
     */
    public static String of(long tokens) {
        boolean binary = tokens % KILO != 0 && tokens % KIBI == 0;
        long base = binary ? KIBI : KILO;
        long unit = 1;
        int prefix = 0;
        while (tokens / unit >= base && prefix < PREFIXES.size() - 1 && (!binary || tokens % (unit * base) == 0)) {
            unit *= base;
            prefix++;
        }
        BigDecimal value = binary
                ? BigDecimal.valueOf(tokens / unit)
                : BigDecimal.valueOf(tokens)
                        .divide(BigDecimal.valueOf(unit), THREE_DIGITS)
                        .stripTrailingZeros();
        return value.toPlainString() + PREFIXES.get(prefix);
    }
}
