/**
 * Benchmarks and measurements: repositories, services, resources and views. Imports {@code catalog} and what that
 * imports.
 */
package org.modeltree.catalog.measurement;
