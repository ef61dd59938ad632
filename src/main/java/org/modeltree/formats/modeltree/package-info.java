/** Our own format, one record per line: a reader. Imports {@code changes}. */
package org.modeltree.formats.modeltree;
