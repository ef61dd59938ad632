package org.modeltree.identity;

/**
 * Model that an id means, as JSON.
 *
 * @param given id as the client sent it
 * @param id canonical id of the model
 * @param name name of the model
 * @param reason kind of id that was given: {@code canonical}, {@code alias} or {@code offering}
 * @param matched the id, alias or offering's id that matched
 * @param provider provider of the offering if it is the only one with this id; else null
 */
record ResolutionView(String given, String id, String name, String reason, String matched, String provider) {}
