/**
 * Record types of models, vendors, benchmarks and measurements, and how an import merges a model with what is known.
 * Imports {@code catalog.query} and {@code changes}.
 */
package org.modeltree.catalog.records;
