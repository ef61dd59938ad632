package org.modeltree.http;

/**
 * Body of a response in Markdown.
 *
 * @param text CommonMark with the tables of GitHub Flavored Markdown
 */
public record MarkdownText(String text) {

    static final String CONTENT_TYPE = "text/markdown;charset=UTF-8";
}
