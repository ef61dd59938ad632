package org.modeltree.exports;

import java.util.List;
import java.util.function.BiFunction;
import org.modeltree.formats.source.CatalogWriter;
import org.modeltree.revision.CatalogState;

/**
 * State of the catalog, as its exports show it.
 *
 * @param catalog state after the last change
 * @param models state after the last change of anything but {@link #NOT_OF_MODELS}; the same if no change of it is logged
 */
record ExportedState(CatalogState catalog, CatalogState models) {

    /** Types of records that exports in the order of models do not contain: cards, and decisions of curators. */
    private static final List<String> NOT_OF_MODELS = List.of("card", "decision");

    /** The exported state of a catalog, given how to find its last change of anything but some types of records. */
    static ExportedState of(
            CatalogState catalog, BiFunction<List<String>, CatalogState, CatalogState> lastChangeExcept) {
        return new ExportedState(catalog, lastChangeExcept.apply(NOT_OF_MODELS, catalog));
    }

    /** Revision of the catalog. */
    long revision() {
        return catalog.revision();
    }

    /** The last state that an export in this order can differ by. */
    CatalogState shownIn(CatalogWriter.RecordOrder order) {
        return order == CatalogWriter.RecordOrder.BY_MODEL ? models : catalog;
    }
}
