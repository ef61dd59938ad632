/** Our own format, one record in a line: reader. Imports {@code formats.source} and {@code changes}. */
package org.modeltree.formats.modeltree;
