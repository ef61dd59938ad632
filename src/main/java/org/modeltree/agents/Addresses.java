package org.modeltree.agents;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.enterprise.context.RequestScoped;
import org.modeltree.http.PublicAddress;
import org.modeltree.http.value.Language;

/** Addresses of this service, as the settings name it, otherwise as the client of the current request reaches it. */
@RequestScoped
class Addresses {

    private final PublicAddress address;
    private final CurrentVertxRequest current;

    Addresses(PublicAddress address, CurrentVertxRequest current) {
        this.address = address;
        this.current = current;
    }

    /** The address of a path, which may have a query. */
    String of(String path) {
        if (address.base().isPresent()) {
            return address.of(path);
        }
        HttpServerRequest request = current.getCurrent().request();
        HostAndPort host = request.authority();
        // Without a host, an agent can still put the path behind the address that it calls.
        return host == null ? path : request.scheme() + "://" + host + path;
    }

    /** The address of a path in a language; English needs no parameter. */
    String of(String path, Language language) {
        String separator = path.contains("?") ? "&" : "?";
        return of(
                language == Language.EN || path.contains("lang=") ? path : path + separator + "lang=" + language.tag());
    }
}
