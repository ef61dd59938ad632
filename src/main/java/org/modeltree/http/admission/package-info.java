/**
 * Admission of requests: queues, bodies received on the event loop, answers that clients have not received yet, and the
 * graceful shutdown. Imports {@code http.edge}, {@code http.config} and what they import.
 */
package org.modeltree.http.admission;
