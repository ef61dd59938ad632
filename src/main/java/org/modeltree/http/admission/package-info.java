/**
 * Who is let in, and when: queues, bodies received off the workers, answers that clients have not taken yet, and the
 * orderly end of the service. Imports {@code http.edge}, {@code http.config} and what they import.
 */
package org.modeltree.http.admission;
