package org.modeltree.catalog.vendor;

/**
 * Vendor by id and name, as JSON.
 *
 * @param id first segment of the ids of its models
 * @param name display name
 */
public record VendorRef(String id, String name) {}
