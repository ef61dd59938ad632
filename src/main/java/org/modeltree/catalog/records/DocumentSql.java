package org.modeltree.catalog.records;

/** SQL expressions that extract column values from JSON documents. */
public final class DocumentSql {

    private DocumentSql() {}

    /** Two columns of a partial date given as text: its first day and its precision. */
    public static String columns(String text) {
        return ("cast(left((%1$s) || '-01-01', 10) as date),"
                        + " case length(%1$s) when 4 then 'year' when 7 then 'month' when 10 then 'day' end")
                .formatted(text);
    }

    /** Column of type {@code text[]} from a JSON array; null if it is no array. */
    public static String texts(String array) {
        return "case when jsonb_typeof(%1$s) = 'array' then array(select jsonb_array_elements_text(%1$s)) end"
                .formatted(array);
    }
}
