package org.modeltree.card.words;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.modeltree.catalog.FactValue;
import org.modeltree.http.value.DateText;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.PartialDate;

/** Values as texts in the reader's language, with their units: {@code 32,768 tokens}, {@code 175B}, {@code 27 January 2022}. */
public final class ValueText {

    private static final String TOKENS = "tokens";
    private static final Set<String> COUNTED_IN_TOKENS = Set.of("context_length", "thinking_tokens");

    /** Settings whose values are names of others, which have no words. */
    private static final Set<String> NAMED_BY_OTHERS = Set.of("snapshot", "endpoint", "evaluator", "quantization");

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,15}");
    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);
    private static final List<String> SHORT_UNITS = List.of("", "K", "M", "B", "T");
    private static final int MAX_DECIMALS = 30;
    private static final int GROUP = 3;

    /** Distance from a half at which a product of doubles may be on the other side. */
    private static final double NEARLY_HALF = 1e-6;

    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1_000);

    private final Language language;
    private final Words words;

    public ValueText(Language language) {
        this.language = language;
        words = Words.in(language);
    }

    /**
     * A fact of a model.
     *
     * @param name key of the model's JSON
     * @return the value in words; the word for unknown if it is unknown
     */
    public String fact(String name, FactValue value) {
        return fact(name, value, "unknown");
    }

    /**
     * A fact of a model that may be missing for a reason.
     *
     * @param missing key of the reason in {@code labels.missing}
     */
    public String fact(String name, FactValue value, String missing) {
        if (!value.known()) {
            return words.missing(missing);
        }
        return switch (value.type()) {
            case "number" -> number(name, value.number());
            case "flag" ->
                Boolean.TRUE.equals(value.flag())
                        ? words.labels().flags().yes()
                        : words.labels().flags().no();
            case "date" -> date(value.date());
            case "list" -> list(value.list());
            default -> text(name, value.text());
        };
    }

    /** A raw value with its unit. */
    public String raw(Number raw, String unit) {
        Map<String, String> units = words.patterns().units();
        if (unit.equals(TOKENS) && raw.doubleValue() == 1) {
            return words.patterns().oneToken();
        }
        return units.containsKey(unit)
                ? Words.filled(units.get(unit), plain(raw))
                : plain(raw) + " " + unit.replace('_', ' ');
    }

    /** Settings of a measurement, by name. */
    public String settings(Map<String, String> settings) {
        return settings.entrySet().stream()
                .map(setting -> Words.filled(
                        words.patterns().setting(),
                        words.setting(setting.getKey()),
                        setting(setting.getKey(), setting.getValue())))
                // Values contain commas.
                .collect(Collectors.joining(" · "));
    }

    private String setting(String name, String value) {
        if (COUNTED_IN_TOKENS.contains(name) && DIGITS.matcher(value).matches()) {
            return raw(Long.parseLong(value), TOKENS);
        }
        return switch (value) {
            case "true" -> words.labels().flags().yes();
            case "false" -> words.labels().flags().no();
            default -> NAMED_BY_OTHERS.contains(name) ? value : words.settingValue(value);
        };
    }

    /** Caption of a context window. */
    public String contextWindow(long tokens) {
        return tokens == 1
                ? words.patterns().contextWindowOne()
                : Words.filled(words.patterns().contextWindow(), plain(tokens));
    }

    /** A date with the precision that it has. */
    public String date(PartialDate date) {
        return DateText.of(date, language);
    }

    /** A percentage from 0 to 100 with one decimal. Shares that are neither 0 nor 100 are not shown as such. */
    public String percent(double share) {
        String number;
        if (share > 0 && share < 0.05) {
            number = "< 0.1";
        } else if (share < 100 && share >= 99.95) {
            number = "> 99.9";
        } else {
            number = oneDecimal(share);
        }
        return Words.filled(words.patterns().percent(), number);
    }

    /** A number from 0 to 100, rounded half up to one decimal, which is left out if it is 0. */
    private static String oneDecimal(double share) {
        double tenths = share * 10;
        double below = Math.floor(tenths);
        if (Math.abs(tenths - below - 0.5) < NEARLY_HALF) {
            // Only its shortest decimal says on which side it is. All others are rounded in a fraction of the time.
            return BigDecimal.valueOf(share)
                    .setScale(1, RoundingMode.HALF_UP)
                    .stripTrailingZeros()
                    .toPlainString();
        }
        long rounded = Math.round(tenths);
        return rounded % 10 == 0 ? Long.toString(rounded / 10) : rounded / 10 + "." + rounded % 10;
    }

    private String number(String name, Number number) {
        return switch (name) {
            case "contextWindow", "maxOutput" -> raw(number, TOKENS);
            case "parameters" -> shortened(number);
            default -> plain(number);
        };
    }

    private String text(String name, String text) {
        return switch (name) {
            case "kind" -> words.labels().kinds().getOrDefault(text, text);
            case "lifecycle" -> words.labels().lifecycles().getOrDefault(text, text);
            default -> text;
        };
    }

    private String list(List<String> list) {
        return list.stream()
                .map(one -> words.labels().modalities().getOrDefault(one, one))
                .collect(Collectors.joining(words.patterns().list()));
    }

    /** With all its digits, in groups of three. */
    public static String plain(Number number) {
        if (number instanceof Long whole && whole >= 0) {
            return grouped(whole);
        }
        DecimalFormat format = new DecimalFormat("#,##0.#", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMaximumFractionDigits(MAX_DECIMALS);
        return format.format(new BigDecimal(number.toString()));
    }

    /** As a format does, which takes longer to make than all numbers of a card. */
    private static String grouped(long whole) {
        StringBuilder digits = new StringBuilder().append(whole);
        for (int at = digits.length() - GROUP; at > 0; at -= GROUP) {
            digits.insert(at, ',');
        }
        return digits.toString();
    }

    /** In three digits and a letter, such as 6.74B. */
    private static String shortened(Number number) {
        BigDecimal value = new BigDecimal(number.toString()).round(THREE_DIGITS);
        int unit = 0;
        while (value.compareTo(THOUSAND) >= 0 && unit < SHORT_UNITS.size() - 1) {
            value = value.movePointLeft(3);
            unit++;
        }
        return value.stripTrailingZeros().toPlainString() + SHORT_UNITS.get(unit);
    }
}
