package org.modeltree.offering.provider;

/**
 * JSON view of a provider.
 *
 * @param url home page; null if unknown
 * @param offerings number of offerings, without those that their catalog no longer lists
 */
record ProviderView(String id, String name, String url, long offerings) {

    static ProviderView of(Provider provider) {
        return new ProviderView(provider.id, provider.name, provider.url, provider.offerings);
    }
}
