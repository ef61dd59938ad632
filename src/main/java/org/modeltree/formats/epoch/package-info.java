/** Epoch AI's tables of models: reader. Imports {@code formats.source}. */
package org.modeltree.formats.epoch;
