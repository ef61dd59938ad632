/** LiteLLM's map of prices and context windows: a reader. Imports {@code formats.source} and {@code identity}. */
package org.modeltree.formats.litellm;
