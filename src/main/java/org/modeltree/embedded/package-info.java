/**
 * How the service starts and ends: a PostgreSQL for people who have none, and the starter catalog. Imports {@code imports};
 * imported by nobody.
 */
package org.modeltree.embedded;
