/**
 * Models, aliases, benchmarks and measurements: entities, repositories, service, resource, views and query. Other features
 * plug in through {@link org.modeltree.catalog.ModelInclude}, {@link org.modeltree.catalog.ModelCriterion} and {@link
 * org.modeltree.catalog.SortKeys}. Imports {@code revision} and {@code http}.
 */
package org.modeltree.catalog;
