/**
 * Models and their aliases: entity, repository, services, resources and views. Other features contribute through {@link
 * org.modeltree.catalog.ModelInclude}, {@link org.modeltree.catalog.query.ModelCriterion} and {@link
 * org.modeltree.catalog.query.SortKeys}. Imports {@code changes}, {@code revision} and {@code http}.
 */
package org.modeltree.catalog;
