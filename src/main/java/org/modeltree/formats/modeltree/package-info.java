/** Our own format, one record per line: a reader and a writer. Imports {@code formats.source} and {@code changes}. */
package org.modeltree.formats.modeltree;
