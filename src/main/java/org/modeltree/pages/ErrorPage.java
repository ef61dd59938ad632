package org.modeltree.pages;

import java.util.List;

/**
 * A page about an error.
 *
 * @param status HTTP status
 * @param title what happened, in the language of the page
 * @param detail explanation of the problem, in English
 * @param correlationId number under which the log has an unexpected fault; null for others
 * @param suggestions what may have been meant
 * @param advice what to do now, in the language of the page; null for none
 */
public record ErrorPage(
        int status, String title, String detail, String correlationId, List<Suggestion> suggestions, String advice) {

    /** Something that may have been meant, with its address; null if it has none. */
    public record Suggestion(String text, String path) {}
}
