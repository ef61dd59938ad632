package org.modeltree.catalog.vendor;

/**
 * A vendor by id and name.
 *
 * @param id first part of the ids of its models
 * @param name for people
 */
public record VendorRef(String id, String name) {}
