/**
 * Threads that work for as long as the service runs, and the health check that watches them. Imports no other package
 * of ours.
 */
package org.modeltree.revision.background;
