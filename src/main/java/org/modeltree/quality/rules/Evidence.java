package org.modeltree.quality.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * The values that a finding is based on.
 *
 * @param values a JSON object
 */
public record Evidence(JsonNode values) {

    /** A text, unchanged. */
    public String text(String key) {
        return values.path(key).asText();
    }

    /** A number with commas between thousands and at most 12 decimals. */
    public String number(String key) {
        return number(values.path(key).decimalValue());
    }

    /** A partial date in its own precision: YYYY, YYYY-MM or YYYY-MM-DD; an empty text if there is none. */
    public String date(String key) {
        return values.path(key).path("value").asText();
    }

    /** A count with its noun: "1 offering", "12 offerings". */
    public String count(String key, String one, String many) {
        return number(key) + " " + (values.path(key).asLong() == 1 ? one : many);
    }

    /** Whether the value is present and not null. */
    public boolean has(String key) {
        return values.hasNonNull(key);
    }

    /** The values of a nested object. */
    public Evidence in(String key) {
        return new Evidence(values.path(key));
    }

    private static String number(BigDecimal number) {
        return new DecimalFormat("#,##0.############", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(number);
    }
}
