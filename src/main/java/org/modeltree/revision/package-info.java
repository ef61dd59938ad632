/**
 * The catalog's revision, one database snapshot per response, connections with deadlines, and the standby. Imports no
 * other package of Modeltree.
 */
package org.modeltree.revision;
