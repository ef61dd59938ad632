package org.modeltree.catalog.records;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.modeltree.catalog.query.Feature;

/** SQL expressions that extract column values from JSON documents. */
public final class DocumentSql {

    private DocumentSql() {}

    /** Two columns of a partial date given as text: its first day and its precision. */
    public static String columns(String text) {
        return ("cast(left((%1$s) || '-01-01', 10) as date),"
                        + " case length(%1$s) when 4 then 'year' when 7 then 'month' when 10 then 'day' end")
                .formatted(text);
    }

    /**
     * Column of type {@code text[]} with the features that an object of flags states.
     *
     * @param flags SQL expression of the object
     * @param supported whether to take the features that there are, or those that there are not
     */
    public static String features(String flags, boolean supported) {
        return Arrays.stream(Feature.values())
                .map(feature -> "case when (%s ->> '%s')::boolean = %s then '%s' end"
                        .formatted(flags, feature.key(), supported, feature.word()))
                .collect(Collectors.joining(", ", "nullif(array_remove(array[", "], null), '{}')"));
    }

    /** Column of type {@code text[]} from a JSON array; null if it is no array. */
    public static String texts(String array) {
        return "case when jsonb_typeof(%1$s) = 'array' then array(select jsonb_array_elements_text(%1$s)) end"
                .formatted(array);
    }
}
