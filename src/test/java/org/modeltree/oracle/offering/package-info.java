/** Offerings of one model. */
package org.modeltree.oracle.offering;
