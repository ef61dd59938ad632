/**
 * The prices of publishers that are scored, and the days on which they begin and end. Imports {@code catalog} and what that
 * imports.
 */
package org.modeltree.offering.published;
