package org.modeltree.http;

/** An answer that links to the next page. */
public interface Paged {

    /** This page and the next. */
    ListView.Links links();
}
