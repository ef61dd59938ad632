package org.modeltree.identity;

/**
 * What a catalog says about which model an offering serves.
 *
 * @param provider who serves it
 * @param offering the provider's own id
 * @param name for people; null where there is none
 * @param link the publisher's own id for the model, such as that of its weights; null where there is none
 * @param vendor who publishes the model, as the catalog spells it; null where it does not say
 */
public record OfferingDescriptor(String provider, String offering, String name, String link, String vendor) {}
