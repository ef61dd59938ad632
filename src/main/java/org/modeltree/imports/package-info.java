/** Imports of catalogs: uploads, the queue, staging, merging and reports. Imports {@code formats} and what that imports. */
package org.modeltree.imports;
