/** The model that an id means. */
package org.modeltree.oracle.identity;
