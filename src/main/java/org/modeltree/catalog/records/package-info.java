/**
 * Record types of models, vendors, benchmarks and measurements, and the merge of an imported model with the stored one.
 * Imports {@code catalog.query} and {@code changes}.
 */
package org.modeltree.catalog.records;
