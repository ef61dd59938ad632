package org.modeltree.http.value;

import java.time.LocalDate;

/** Conversion of SQL dates. */
public final class Days {

    private Days() {}

    /** The date as {@code LocalDate}, from {@code LocalDate} or {@code java.sql.Date}; null for null. */
    public static LocalDate of(Object value) {
        return value instanceof java.sql.Date date ? date.toLocalDate() : (LocalDate) value;
    }
}
