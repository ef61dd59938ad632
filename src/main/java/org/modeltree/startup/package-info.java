/**
 * How the service starts and ends: commands, a PostgreSQL for people who have none, and the starter catalog. Imports
 * {@code imports} and {@code exports}; imported by nobody.
 */
package org.modeltree.startup;
