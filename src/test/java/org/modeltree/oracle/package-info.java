/**
 * An oracle that computes the expected response to every request from the records of a generated catalog, by brute
 * force. Here is what its features share: the models, filters, scales, requests and the comparison of JSON. Each feature
 * has a package of its own, as in the service.
 *
 * <p>Nothing here may import the service. The oracle is written from the contract, so that a misunderstanding on either
 * side shows up as a difference.
 */
package org.modeltree.oracle;
