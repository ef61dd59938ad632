/** The change log. */
package org.modeltree.oracle.changes;
