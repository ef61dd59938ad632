package org.modeltree.http;

import org.modeltree.http.value.Media;

/**
 * Body of a response that is a page for people.
 *
 * @param text a complete HTML document
 */
public record HtmlText(String text) {

    static final String CONTENT_TYPE = Media.HTML + ";charset=UTF-8";
}
