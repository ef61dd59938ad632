/** The generated catalog: its records, made at random from a seed and by hand for what chance would miss. */
package org.modeltree.oracle.generated;
