package org.modeltree.pages;

import jakarta.inject.Singleton;
import java.util.Optional;
import org.modeltree.http.PublicAddress;
import org.modeltree.http.RequestLink;
import org.modeltree.http.value.Language;

/** Makes the surroundings of pages, which know the address of the service if the settings do. */
@Singleton
class Sites {

    private final PublicAddress address;

    Sites(PublicAddress address) {
        this.address = address;
    }

    /** Scheme and host of the service, without a slash at the end; empty if the settings do not have them. */
    Optional<String> base() {
        return address.base();
    }

    /**
     * The surroundings of the page at an address.
     *
     * @param section id of the entry of the navigation that the page belongs to; empty for none
     */
    Site of(Language language, RequestLink request, String section) {
        return Site.of(language, address.base(), request, section);
    }
}
