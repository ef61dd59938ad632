package org.modeltree.http;

/** Whether everybody may read everything as often as they like, so that one answer is good for all who ask. */
@FunctionalInterface
public interface OpenReads {

    /** If not, each request is looked at, and no answer is given again. */
    boolean toEverybody();
}
