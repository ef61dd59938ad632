package org.modeltree.pages.list;

import java.util.List;

/**
 * The start page.
 *
 * @param newest models that were released last
 * @param vendors publishers with the most models
 * @param models number of models
 * @param publishers number of publishers
 */
public record StartPage(List<Found> newest, List<Publisher> vendors, String models, String publishers) {

    /** A publisher with the number of its models. */
    public record Publisher(String id, String name, long models) {}
}
