package org.modeltree.offering.provider;

/**
 * JSON view of a provider.
 *
 * @param url home page; null if unknown
 * @param offeringCount number of offerings, without those that their catalog no longer lists
 * @param revision catalog revision of the provider's last change
 */
record ProviderView(String id, String name, String url, long offeringCount, long revision) {

    static ProviderView of(Provider provider) {
        return new ProviderView(provider.id, provider.name, provider.url, provider.offerings, provider.revision);
    }
}
