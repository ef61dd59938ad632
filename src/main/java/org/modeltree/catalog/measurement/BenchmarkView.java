package org.modeltree.catalog.measurement;

/**
 * What is measured, as JSON.
 *
 * @param unit of its raw values
 * @param n number of models that report it
 */
record BenchmarkView(String id, String label, String unit, String url, long n) {}
