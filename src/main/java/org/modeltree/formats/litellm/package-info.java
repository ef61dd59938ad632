/**
 * LiteLLM's map of prices and context windows: a reader. Imports {@code formats.source}, {@code identity} and {@code
 * http.value}.
 */
package org.modeltree.formats.litellm;
