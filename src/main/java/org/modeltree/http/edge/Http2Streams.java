package org.modeltree.http.edge;

import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/** What HTTP/2 says about a request and Vert.x does not. */
public final class Http2Streams {

    private Http2Streams() {}

    /**
     * Whether the client may still send something of an HTTP/2 request. If it has ended the request with the headers, there is no
     * body, although Vert.x may not have passed on the end yet. True if it is unknown; false for other versions of HTTP.
     */
    public static boolean mayHaveBody(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2 || request.isEnded()) {
            return false;
        }
        if (!(request.connection() instanceof ConnectionBase base)) {
            return true;
        }
        Http2ConnectionHandler handler = base.channel().pipeline().get(Http2ConnectionHandler.class);
        if (handler == null || !base.channel().eventLoop().inEventLoop()) {
            return true;
        }
        Http2Stream stream = handler.connection().stream(request.streamId());
        return stream != null && stream.state().remoteSideOpen();
    }
}
