/** Readers of catalogs, and the loader that puts them into the database. Imports every feature. */
package org.modeltree.imports;
