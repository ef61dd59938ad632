package org.modeltree.http.edge;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;
import org.modeltree.http.config.RequestSettings;

/**
 * Gives HTTP/2 the limits of headers that HTTP/1.1 has. In HTTP/2 the path is one of the headers, and Vert.x announces 8 KB for
 * all of them whatever the settings for HTTP/1.1 are.
 */
@Singleton
class Http2HeaderLimits implements HttpServerOptionsCustomizer {

    private static final long KILOBYTE = 1024;
    /** What HTTP/2 adds to the name and the value of each header when it counts (RFC 9113). */
    private static final long BYTES_PER_HEADER = 32;

    private final long maxBytes;

    Http2HeaderLimits(RequestSettings settings) {
        maxBytes = settings.maxUrlBytes()
                + settings.maxHeaderKilobytes() * KILOBYTE
                + settings.maxHeaders() * BYTES_PER_HEADER;
    }

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.getInitialSettings().setMaxHeaderListSize(maxBytes);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        customizeHttpServer(options);
    }
}
