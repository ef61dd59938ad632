package org.modeltree.pages;

import java.util.List;

/**
 * JSON view of what the service has at which addresses.
 *
 * @param name name of the service
 * @param description what the service is, in one sentence
 * @param version version of the API, as in its paths
 * @param entries the addresses
 */
record IndexView(String name, String description, String version, List<Entry> entries) {

    /**
     * JSON view of one address.
     *
     * @param name stable name: the operationId of its read in openapi.yaml, or of its write if it cannot be read
     * @param href the address, path-absolute; null if it has variables
     * @param template the address as an RFC 6570 URI template, with its query parameters
     * @param methods HTTP methods
     * @param description what it gives
     */
    record Entry(String name, String href, String template, List<String> methods, String description) {

        /** An address without variables that is only read. */
        static Entry page(String name, String href, String description) {
            return new Entry(name, href, href, List.of("GET"), description);
        }
    }
}
