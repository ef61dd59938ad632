/**
 * Record types of models, vendors, benchmarks and measurements, the merge of an imported model with the stored one, and SQL of
 * partial dates. Imports {@code catalog.query} and {@code changes}.
 */
package org.modeltree.catalog.records;
