package org.modeltree.http;

import java.util.List;
import java.util.function.Function;

/** A list as JSON: one page of items, facts about the whole list, and links. */
public record ListView<T>(List<T> data, Meta meta, Links links) implements Paged {

    /**
     * Facts about the list.
     *
     * @param total number of items on all pages, at least 0
     * @param totalRelation {@code exact}, or {@code at_least} if counting stopped at a limit
     * @param nextCursor the cursor of the next page; null on the last page
     */
    public record Meta(long total, String totalRelation, String nextCursor) {

        /** Facts about a list that was counted to its end. */
        public static Meta exact(long total, String nextCursor) {
            return new Meta(total, "exact", nextCursor);
        }

        /** Facts about a list that was counted to a limit; {@code counted} is above it if there may be more. */
        public static Meta upTo(long limit, long counted, String nextCursor) {
            return new Meta(Math.min(counted, limit), counted > limit ? "at_least" : "exact", nextCursor);
        }
    }

    /**
     * Path-absolute links.
     *
     * @param self link to this page
     * @param next link to the next page; null on the last page
     */
    public record Links(String self, String next) {

        /** Links of a page; a null cursor means that it is the last one. */
        public static Links of(RequestLink link, String nextCursor) {
            return new Links(link.self(), nextCursor == null ? null : link.at(nextCursor));
        }
    }

    /** A list on a single page. */
    public static <T> ListView<T> complete(List<T> data, RequestLink link) {
        return new ListView<>(data, Meta.exact(data.size(), null), Links.of(link, null));
    }

    /**
     * A page of a list.
     *
     * @param rows rows of the page, plus one if another page follows
     * @param list description of the list, which its cursors are bound to
     * @param cursorAfter the cursor after a row
     * @param meta facts about the list, given the cursor of the next page
     */
    public static <T> ListView<T> page(
            List<T> rows,
            PageRequest page,
            RequestLink link,
            String list,
            Function<T, Cursor> cursorAfter,
            Function<String, Meta> meta) {
        boolean more = rows.size() > page.limit();
        List<T> shown = more ? rows.subList(0, page.limit()) : rows;
        String next = more ? cursorAfter.apply(shown.get(shown.size() - 1)).encoded(list) : null;
        return new ListView<>(shown, meta.apply(next), Links.of(link, next));
    }
}
