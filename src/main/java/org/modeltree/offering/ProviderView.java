package org.modeltree.offering;

/**
 * Who serves models, as JSON.
 *
 * @param offerings number of offerings
 */
record ProviderView(String id, String name, String url, long offerings) {}
