package org.modeltree.identity;

/**
 * What an id means, as JSON.
 *
 * @param reason {@code canonical}, {@code alias} or {@code offering}
 * @param matched what it was found as
 * @param provider where the id is that of one provider only
 */
record ResolutionView(String given, String id, String name, String reason, String matched, String provider) {}
