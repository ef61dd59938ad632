/** The whole catalog in every format. */
package org.modeltree.oracle.exports;
