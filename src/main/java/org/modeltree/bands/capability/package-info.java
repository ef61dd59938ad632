/**
 * Capabilities, their standings (every model that reports the benchmark, with the default band), gauges and
 * leaderboards. Imports {@code scoring}, {@code catalog} and what that imports.
 */
package org.modeltree.bands.capability;
