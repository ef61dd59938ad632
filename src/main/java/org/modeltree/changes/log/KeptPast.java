package org.modeltree.changes.log;

/**
 * How far the past is no longer kept; 0 if all of it is.
 *
 * @param changesUntil last revision whose entries are no longer in the change log
 * @param versionsUntil revision up to which versions of models that ended are no longer kept
 */
public record KeptPast(long changesUntil, long versionsUntil) {}
