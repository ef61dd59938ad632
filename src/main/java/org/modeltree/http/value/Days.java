package org.modeltree.http.value;

import java.time.LocalDate;

/** Days as the database driver gives them. */
public final class Days {

    private Days() {}

    /** The day; null for null. */
    public static LocalDate of(Object value) {
        return value instanceof java.sql.Date date ? date.toLocalDate() : (LocalDate) value;
    }
}
