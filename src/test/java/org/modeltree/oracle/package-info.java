/**
 * A second catalog of invented models and an oracle that works every answer out from its records by brute force.
 *
 * <p>Nothing here may import the service: the oracle is written from the contract, so that a misreading on either side
 * shows up as a difference.
 */
package org.modeltree.oracle;
