/**
 * A generated catalog and an oracle that computes the expected response to every request from its records, by brute
 * force.
 *
 * <p>Nothing here may import the service. The oracle is written from the contract, so that a misunderstanding on either
 * side shows up as a difference.
 */
package org.modeltree.oracle;
