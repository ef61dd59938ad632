package org.modeltree.catalog.records;

/** SQL that takes values out of documents. */
public final class DocumentSql {

    private DocumentSql() {}

    /** Two columns of a partial date that a text is: its first day, and its precision. */
    public static String columns(String text) {
        return ("cast(left((%1$s) || '-01-01', 10) as date),"
                        + " case length(%1$s) when 4 then 'year' when 7 then 'month' when 10 then 'day' end")
                .formatted(text);
    }

    /** A column of texts; null where there is no array. */
    public static String texts(String array) {
        return "case when jsonb_typeof(%1$s) = 'array' then array(select jsonb_array_elements_text(%1$s)) end"
                .formatted(array);
    }
}
