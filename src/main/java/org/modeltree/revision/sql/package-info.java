/**
 * Statements on the connection of the current snapshot or transaction, with as little between them and the driver as
 * possible. Imports no other package of Modeltree.
 */
package org.modeltree.revision.sql;
