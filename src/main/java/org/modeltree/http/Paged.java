package org.modeltree.http;

/** A view that is one page of a list. */
public interface Paged {

    /** Links to this page and the next. */
    ListView.Links links();
}
