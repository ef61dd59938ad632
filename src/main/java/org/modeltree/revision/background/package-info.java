/**
 * Threads that run as long as the service, and the health check that monitors them. Imports no other package of
 * Modeltree.
 */
package org.modeltree.revision.background;
