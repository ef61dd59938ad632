package org.modeltree.changes.log;

/**
 * Entry of the change log with its place in it.
 *
 * @param id orders the entries of a revision
 * @param view the entry, with who made the change
 */
public record LoggedChange(long id, ChangeView view) {}
