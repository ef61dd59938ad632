package org.modeltree.http;

import java.util.List;
import java.util.function.Function;

/** A list as JSON: what was asked for, how many there are, and where the rest is. */
public record ListView<T>(List<T> data, Meta meta, Links links) implements Paged {

    /**
     * About the list.
     *
     * @param total how many there are on all pages
     * @param totalRelation {@code exact}, or {@code at_least} where counting stopped
     * @param revision the catalog's
     */
    public record Meta(long total, String totalRelation, long revision) {}

    /**
     * Path-absolute links.
     *
     * @param self this page
     * @param next the next page, null on the last
     */
    public record Links(String self, String next) {}

    /** A list that is given whole. */
    public static <T> ListView<T> whole(List<T> data, RequestLink link, long revision) {
        return new ListView<>(data, new Meta(data.size(), "exact", revision), new Links(link.self(), null));
    }

    /**
     * A page of a list.
     *
     * @param rows one more than the page has room for, where there are more
     * @param list what the list is; a cursor is good for no other
     * @param behind where the next page begins, by the last row of this one
     */
    public static <T> ListView<T> page(
            List<T> rows, PageRequest page, RequestLink link, String list, Function<T, Cursor> behind, Meta meta) {
        boolean more = rows.size() > page.limit();
        List<T> shown = more ? rows.subList(0, page.limit()) : rows;
        String next = more ? link.at(behind.apply(shown.get(shown.size() - 1)).encoded(list)) : null;
        return new ListView<>(shown, meta, new Links(link.self(), next));
    }
}
