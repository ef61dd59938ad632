/** Models, vendors, benchmarks and providers in lists, by id, in searches and as documents. */
package org.modeltree.oracle.catalog;
