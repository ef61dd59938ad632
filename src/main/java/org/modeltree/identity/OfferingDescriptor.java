package org.modeltree.identity;

/**
 * Facts in a catalog that identify the model of an offering.
 *
 * @param provider id of the provider
 * @param offering the provider's id of the offering
 * @param name name of the model; null if unknown
 * @param link the publisher's own id or URL of the model, such as that of its weights; null if unknown
 * @param vendor publisher of the model, as the catalog spells it; null if unknown
 */
public record OfferingDescriptor(String provider, String offering, String name, String link, String vendor) {}
