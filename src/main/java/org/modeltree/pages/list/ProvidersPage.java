package org.modeltree.pages.list;

import java.util.List;
import org.modeltree.card.words.Labels;

/**
 * Who serves models.
 *
 * @param providers by id
 * @param next cursor of the next page; null on the last one
 */
public record ProvidersPage(List<Entry> providers, String next, Labels labels) {

    /**
     * A provider.
     *
     * @param models number of models that it serves
     * @param offerings number of its offerings, of which a model may have several
     */
    public record Entry(String id, String name, long models, long offerings) {}
}
