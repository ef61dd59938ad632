/**
 * Capabilities, their standings (scores of all models with the default band), gauges and leaderboards. Imports {@code scoring}, {@code catalog} and what that imports.
 */
package org.modeltree.bands.capability;
