/**
 * Exports of the catalog: snapshots spooled to files, and their streams to clients. Imports {@code formats} and what that
 * imports.
 */
package org.modeltree.exports;
