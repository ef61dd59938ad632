package org.modeltree.offering.provider;

/**
 * JSON view of a provider.
 *
 * @param url home page; null if unknown
 * @param offeringCount number of offerings, without those that their catalog no longer lists
 * @param modelCount number of models that these offerings are of
 * @param revision catalog revision of the provider's last change
 */
public record ProviderView(String id, String name, String url, long offeringCount, long modelCount, long revision) {}
