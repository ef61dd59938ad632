package org.modeltree.catalog;

/** JSON column that another feature adds to the single statement of {@link FactService}. */
public interface ModelColumn {

    /** Name of the column. */
    String name();

    /** SQL of a JSON value; it may refer to the row {@code m} of the table {@code model} and to nothing else outside. */
    String json();
}
