/**
 * The catalog's revision, one snapshot of the database for each answer, connections with deadlines, and the standby.
 * Imports no other package of ours.
 */
package org.modeltree.revision;
