package org.modeltree.http;

import java.util.List;

/**
 * Value of a filter that nothing in the catalog has, as JSON.
 *
 * @param parameter name of the query parameter
 * @param value the value, as the client sent it
 * @param suggestions values that the client may have meant, likeliest first; may be empty
 */
public record FilterSuggestion(String parameter, String value, List<String> suggestions) {}
