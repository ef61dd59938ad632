package org.modeltree.catalog;

/**
 * What models can be sorted by.
 *
 * @param join a left join that the expression needs, or empty; its alias is unique to the key
 * @param expression of a row {@code m} of the table {@code model}; null where unknown
 * @param type of the expression
 * @param reversed whether a greater expression means less
 */
public record SortKey(String join, String expression, Type type, boolean reversed) {

    /** Type of a sort value in a cursor. */
    public enum Type {
        /** Compared by code point. */
        TEXT,
        /** Double. */
        NUMBER,
        /** Long. */
        WHOLE,
        /** Day. */
        DATE
    }
}
