/**
 * LiteLLM's map of prices and context windows: its reader and its writer. Imports {@code formats.source}, {@code identity} and {@code
 * http.value}.
 */
package org.modeltree.formats.litellm;
