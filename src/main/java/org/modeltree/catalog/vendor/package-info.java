/**
 * Vendors: entity, repository, service, resource and views. Imports {@code catalog.query}, {@code changes} and {@code
 * http}.
 */
package org.modeltree.catalog.vendor;
