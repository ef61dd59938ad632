package org.modeltree.catalog;

/** What another feature knows of a model, read by the one statement that asks all of them. */
public interface ModelColumn {

    /** What the column is called. */
    String name();

    /** SQL for a JSON value that is correlated with the row {@code m} of the model, and with nothing else. */
    String json();
}
