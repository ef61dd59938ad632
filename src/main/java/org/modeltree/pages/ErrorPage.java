package org.modeltree.pages;

import java.util.List;

/**
 * A page about an error.
 *
 * @param status HTTP status
 * @param title what happened, in the language of the page
 * @param detail explanation of the problem, in English
 * @param suggestions what may have been meant
 */
public record ErrorPage(int status, String title, String detail, List<Suggestion> suggestions) {

    /** Something that may have been meant, with its address; null if it has none. */
    public record Suggestion(String text, String path) {}
}
