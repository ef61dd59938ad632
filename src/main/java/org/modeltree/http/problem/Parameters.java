package org.modeltree.http.problem;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads query parameters, each method one kind of value. A parameter that is not there is null; one that is there and
 * wrong is a {@link Problem.InvalidParameter}.
 */
public final class Parameters {

    /** The longest id that is looked up: two segments of 100 and a slash. */
    public static final int ID_LENGTH = 201;

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,2})?");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    /** Other characters than letters, marks, numbers, punctuation, symbols and blanks. */
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\u2028\\u2029]");

    private static final int MAX_SHOWN = 60;

    private Parameters() {}

    /** The text itself, with something in it, at most so many characters long. */
    public static String text(String name, String value, int longest) {
        if (value == null) {
            return null;
        }
        if (value.isBlank()) {
            throw new Problem.InvalidParameter(name, "must not be empty");
        }
        int length = value.codePointCount(0, value.length());
        if (length > longest) {
            throw new Problem.InvalidParameter(name, "must have at most " + longest + " characters, had " + length);
        }
        return value;
    }

    /** The parts between commas, each with something in it, without repetition. */
    public static List<String> list(String name, String value, int most, int longest) {
        if (value == null) {
            return null;
        }
        String[] parts = value.split(",", -1);
        if (parts.length > most) {
            throw new Problem.InvalidParameter(name, "must have at most " + most + " values, had " + parts.length);
        }
        Set<String> distinct = new LinkedHashSet<>();
        for (String part : parts) {
            distinct.add(text(name, part, longest).strip());
        }
        return List.copyOf(distinct);
    }

    /** The parts between commas, each of them one of the known values. */
    public static List<String> listOf(String name, String value, List<String> known) {
        List<String> values = list(name, value, 50, 100);
        if (values != null) {
            values.forEach(one -> oneOf(name, one, known));
        }
        return values;
    }

    /** One of the known values. */
    public static String oneOf(String name, String value, List<String> known) {
        if (value != null && !known.contains(value)) {
            throw new Problem.InvalidParameter(
                    name, "must be one of " + String.join(", ", known) + ", was " + quoted(value));
        }
        return value;
    }

    /** The names of an enum as the API writes them: snake_case. */
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
    public static Long whole(String name, String value, long least, long greatest) {
        if (value == null) {
            return null;
        }
        if (!WHOLE.matcher(value).matches()) {
            throw new Problem.InvalidParameter(
                    name, "must be a whole number from " + least + " to " + greatest + ", was " + quoted(value));
        }
        long number = Long.parseLong(value);
        if (number < least || number > greatest) {
            throw new Problem.InvalidParameter(
                    name, "must be from " + least + " to " + greatest + ", was " + quoted(value));
        }
        return number;
    }

    /** A decimal number, of any size. */
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
    public static BigDecimal decimal(String name, String value, long least, long greatest) {
        BigDecimal number = decimal(name, value);
        if (number != null
                && (number.compareTo(BigDecimal.valueOf(least)) < 0
                        || number.compareTo(BigDecimal.valueOf(greatest)) > 0)) {
            throw new Problem.InvalidParameter(
                    name, "must be from " + least + " to " + greatest + ", was " + quoted(value));
        }
        return number;
    }

    /** A day. A month or a year is refused, because it could mean its first day or its last. */
    public static LocalDate date(String name, String value) {
        if (value == null) {
            return null;
        }
        try {
            if (DATE.matcher(value).matches()) {
                return LocalDate.parse(value);
            }
        } catch (DateTimeParseException noSuchDay) {
            throw new Problem.InvalidParameter(name, "must be a day of the calendar, was " + quoted(value));
        }
        throw new Problem.InvalidParameter(name, "must be a full date such as 2022-12-31, was " + quoted(value));
    }

    /** The value, which has to be there. */
    public static <T> T required(String name, String value, Function<String, T> read) {
        if (value == null) {
            throw new Problem.InvalidParameter(name, "is required");
        }
        return read.apply(value);
    }

    /** A segment of a path, percent-encoded; slashes too. */
    public static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The value as it may be shown to whoever sent it, in quotation marks. */
    public static String quoted(String value) {
        return "'" + shown(value) + "'";
    }

    /** What a client sent as it may be shown to him or stand in a log: shortened, without control characters. */
    public static String shown(String value) {
        return shown(value, MAX_SHOWN);
    }

    /** The same, with at most so many characters of it. */
    public static String shown(String value, int most) {
        int length = value.codePointCount(0, value.length());
        String shown = length > most ? value.substring(0, value.offsetByCodePoints(0, most)) + "…" : value;
        return INVISIBLE.matcher(shown).replaceAll("�");
    }
}
