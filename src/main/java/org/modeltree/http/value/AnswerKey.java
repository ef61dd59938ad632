package org.modeltree.http.value;

/**
 * Everything that the answer to a read depends on besides the catalog.
 *
 * @param uri path and query as received
 * @param language of the answer
 * @param day days since 1970 in UTC, because current prices and lifecycles depend on the date
 */
public record AnswerKey(String uri, Language language, long day) {}
