/**
 * Start and stop of the service: the entry point, commands, the embedded PostgreSQL and the starter catalog. Imports
 * {@code imports} and {@code exports}; no package imports it.
 */
package org.modeltree.startup;
