/**
 * Delivery of webhooks: which addresses may be called, signatures, attempts, turns. Imports {@code revision}, {@code http} and
 * {@code changes}.
 */
package org.modeltree.webhooks.delivery;
