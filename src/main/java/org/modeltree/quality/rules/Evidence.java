package org.modeltree.quality.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * What a finding rests on.
 *
 * @param values a JSON object
 */
public record Evidence(JsonNode values) {

    /** A text as it is. */
    public String text(String key) {
        return values.path(key).asText();
    }

    /** A number with commas between thousands. */
    public String number(String key) {
        return number(values.path(key).decimalValue());
    }

    /** A partial date with the precision it has; empty where there is none. */
    public String date(String key) {
        return values.path(key).path("value").asText();
    }

    /** How many there are of something: "1 offering", "12 offerings". */
    public String count(String key, String one, String many) {
        return number(key) + " " + (values.path(key).asLong() == 1 ? one : many);
    }

    public boolean has(String key) {
        return values.hasNonNull(key);
    }

    /** What lies in an object among the values. */
    public Evidence in(String key) {
        return new Evidence(values.path(key));
    }

    private static String number(BigDecimal number) {
        return new DecimalFormat("#,##0.############", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(number);
    }
}
