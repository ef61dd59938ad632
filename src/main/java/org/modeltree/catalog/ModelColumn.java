package org.modeltree.catalog;

import com.fasterxml.jackson.core.type.TypeReference;

/**
 * JSON column that another feature adds to the single statement of {@link FactService}.
 *
 * @param <T> type of its values
 */
public interface ModelColumn<T> {

    /** Name of the column, unique among all columns. */
    String name();

    /** Type that the JSON value is read as. */
    TypeReference<T> type();

    /** SQL of a JSON value; it may refer to the row {@code m} of the table {@code model} and to nothing else outside. */
    String json();
}
