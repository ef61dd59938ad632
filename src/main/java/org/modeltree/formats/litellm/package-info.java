/** LiteLLM's map of prices and context windows: reader. Imports {@code formats.source} and {@code identity}. */
package org.modeltree.formats.litellm;
