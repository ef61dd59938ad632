/** OpenRouter's list of models: reader and writer. Imports {@code formats.source} and {@code identity}. */
package org.modeltree.formats.openrouter;
