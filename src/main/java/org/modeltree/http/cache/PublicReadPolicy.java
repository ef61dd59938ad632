package org.modeltree.http.cache;

/** Whether everybody may read everything as often as they like, so that one answer is good for all who ask. */
@FunctionalInterface
public interface PublicReadPolicy {

    /** If not, each request is looked at, and no answer is given again. */
    boolean toEverybody();
}
