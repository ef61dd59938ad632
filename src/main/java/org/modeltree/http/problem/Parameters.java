package org.modeltree.http.problem;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Parsers for query parameters, one method per type. A null value means that the parameter is absent, and gives null.
 * An invalid value throws {@link Problem.InvalidParameter}.
 */
public final class Parameters {

    /** Maximum length of an id, in code points: two segments of 100 and a slash. */
    public static final int ID_LENGTH = 201;

    private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    /** Control, format, unassigned and other characters that are not displayed, and line separators. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\u2028\\u2029]");

    private static final int MAX_SHOWN = 60;

    private Parameters() {}

    /** The text, which must not be blank, of at most {@code maxLength} code points. */
    public static String text(String name, String value, int maxLength) {
        if (value == null) {
            return null;
        }
        if (value.isBlank()) {
            throw new Problem.InvalidParameter(name, "must not be empty");
        }
        int length = value.codePointCount(0, value.length());
        if (length > maxLength) {
            throw new Problem.InvalidParameter(
                    name, "must be at most " + maxLength + " characters long, was " + length);
        }
        return value;
    }

    /** The distinct comma-separated values, none of them blank, each of at most {@code maxLength} code points. */
    public static List<String> list(String name, String value, int maxValues, int maxLength) {
        if (value == null) {
            return null;
        }
        String[] parts = value.split(",", -1);
        if (parts.length > maxValues) {
            throw new Problem.InvalidParameter(name, "must have at most " + maxValues + " values, had " + parts.length);
        }
        Set<String> distinct = new LinkedHashSet<>();
        for (String part : parts) {
            distinct.add(text(name, part, maxLength).strip());
        }
        return List.copyOf(distinct);
    }

    /** The distinct comma-separated values, each one of the known values. */
    public static List<String> listOf(String name, String value, List<String> known) {
        return listOf(name, value, known, unknown -> DidYouMean.similar(unknown, known));
    }

    /**
     * As {@link #listOf(String, String, List)}.
     *
     * @param meant known values that a client may have meant by an unknown one
     */
    public static List<String> listOf(
            String name, String value, List<String> known, Function<String, List<String>> meant) {
        List<String> values = list(name, value, 50, 100);
        if (values != null) {
            values.forEach(element -> oneOf(name, element, known, meant));
        }
        return values;
    }

    /** The value, which must be one of the known values. */
    public static String oneOf(String name, String value, List<String> known) {
        return oneOf(name, value, known, unknown -> DidYouMean.similar(unknown, known));
    }

    private static String oneOf(String name, String value, List<String> known, Function<String, List<String>> meant) {
        if (value != null && !known.contains(value)) {
            throw new Problem.InvalidParameter(
                    name, "must be one of " + String.join(", ", known) + ", was " + quoted(value), meant.apply(value));
        }
        return value;
    }

    /** Names of enum constants in snake_case, as the API writes them. */
    public static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** {@code true} or {@code false}. */
    public static Boolean flag(String name, String value) {
        return value == null ? null : Boolean.valueOf(oneOf(name, value, List.of("true", "false")));
    }

    /** A whole number in a range, both ends included. */
    public static Long integer(String name, String value, long min, long max) {
        if (value == null) {
            return null;
        }
        if (!INTEGER.matcher(value).matches()) {
            throw new Problem.InvalidParameter(
                    name, "must be a whole number between " + min + " and " + max + ", was " + quoted(value));
        }
        long number = Long.parseLong(value);
        if (number < min || number > max) {
            throw new Problem.InvalidParameter(name, "must be between " + min + " and " + max + ", was " + number);
        }
        return number;
    }

    /** A decimal number of any size. */
    public static BigDecimal decimal(String name, String value) {
        if (value == null) {
            return null;
        }
        if (!DECIMAL.matcher(value).matches()) {
            throw new Problem.InvalidParameter(name, "must be a number, was " + quoted(value));
        }
        return new BigDecimal(value);
    }

    /** A decimal number in a range, both ends included. */
    public static BigDecimal decimal(String name, String value, long min, long max) {
        BigDecimal number = decimal(name, value);
        if (number != null
                && (number.compareTo(BigDecimal.valueOf(min)) < 0 || number.compareTo(BigDecimal.valueOf(max)) > 0)) {
            throw new Problem.InvalidParameter(
                    name, "must be between " + min + " and " + max + ", was " + shown(value));
        }
        return number;
    }

    /** ISO 4217 code of a currency; USD without a value. */
    public static String currency(String name, String value) {
        if (value == null) {
            return "USD";
        }
        if (Currency.getAvailableCurrencies().stream()
                .noneMatch(currency -> currency.getCurrencyCode().equals(value))) {
            throw new Problem.InvalidParameter(name, "must be an ISO 4217 code such as USD or EUR");
        }
        return value;
    }

    /** A full date. A month or a year is refused, because it could mean its first day or its last. */
    public static LocalDate date(String name, String value) {
        if (value == null) {
            return null;
        }
        try {
            if (DATE.matcher(value).matches()) {
                return LocalDate.parse(value);
            }
        } catch (DateTimeParseException invalidDate) {
            throw new Problem.InvalidParameter(name, "must be an existing date, was " + quoted(value));
        }
        throw new Problem.InvalidParameter(name, "must be a full date such as 2022-12-31, was " + quoted(value));
    }

    /** The parsed value of a parameter that must be present. */
    public static <T> T required(String name, String value, Function<String, T> parser) {
        if (value == null) {
            throw new Problem.InvalidParameter(name, "is required");
        }
        return parser.apply(value);
    }

    /** The text percent-encoded as one path segment, slashes included. */
    public static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The value in single quotes, sanitized by {@link #shown(String)}. */
    public static String quoted(String value) {
        return "'" + shown(value) + "'";
    }

    /** Client input made safe for messages and logs: at most 60 code points, invisible characters replaced. */
    public static String shown(String value) {
        return shown(value, MAX_SHOWN);
    }

    /**
     * Client input made safe for messages and logs: at most {@code maxLength} code points, invisible characters
     * replaced.
     */
    public static String shown(String value, int maxLength) {
        int length = value.codePointCount(0, value.length());
        String shown = length > maxLength ? value.substring(0, value.offsetByCodePoints(0, maxLength)) + "…" : value;
        return INVISIBLE.matcher(shown).replaceAll("�");
    }
}
