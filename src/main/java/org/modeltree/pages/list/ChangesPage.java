package org.modeltree.pages.list;

import java.util.List;

/**
 * A part of the change log, newest first.
 *
 * @param older place of the last entry, before which the next part begins; null if there is none
 */
public record ChangesPage(List<Change> changes, String older) {

    /**
     * A change.
     *
     * @param time when it was committed, in UTC
     * @param kind what happened, a key of the page's words
     * @param type type of the record, a key of the page's words; null for an import
     * @param id key of the record; null for an import
     * @param model id of its model; null if it belongs to none
     * @param places keys that changed; null for none
     */
    public record Change(
            long revision, String time, String kind, String type, String id, String model, String places) {}
}
