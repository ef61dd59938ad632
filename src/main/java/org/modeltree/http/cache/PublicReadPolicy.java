package org.modeltree.http.cache;

/** Whether reads need no token and have no rate limit, so that one response can serve every client. */
@FunctionalInterface
public interface PublicReadPolicy {

    /** If false, every request is checked, and no response is served from the cache. */
    boolean toEverybody();
}
