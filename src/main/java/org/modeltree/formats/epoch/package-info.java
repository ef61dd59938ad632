/** Epoch AI's tables of models: a reader. Imports {@code formats.source}. */
package org.modeltree.formats.epoch;
