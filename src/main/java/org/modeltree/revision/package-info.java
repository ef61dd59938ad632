/** The catalog's revision, and one snapshot of the database for each answer. Imports no other package of ours. */
package org.modeltree.revision;
