package org.modeltree.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.core.ResteasyReactiveRequestContext;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;
import org.modeltree.http.admission.UnsentAnswer;
import org.modeltree.http.edge.RequestEnd;

/** Sends a {@link StreamedBody} on the event loop, each chunk when the previous one has been written. */
@Provider
class StreamedBodyWriter implements ServerMessageBodyWriter<StreamedBody> {

    private static final Logger LOG = Logger.getLogger(StreamedBodyWriter.class);

    /** HTTP/2 error code of a stream that ends before its body does. */
    private static final long INTERNAL_ERROR = 0x2;

    @Override
    public boolean isWriteable(
            Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
        return StreamedBody.class.isAssignableFrom(type);
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return StreamedBody.class.isAssignableFrom(type);
    }

    @Override
    public void writeResponse(StreamedBody body, Type genericType, ServerRequestContext context) {
        ResteasyReactiveRequestContext request = (ResteasyReactiveRequestContext) context;
        request.suspend();
        new Transfer(body, request).begin();
    }

    @Override
    public void writeTo(
            StreamedBody body,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream stream) {
        // Called only for writer interceptors, and the service has none.
        throw new UnsupportedOperationException("a streamed body is written to the network only");
    }

    /** Transfer of one body to one client, entirely on the request's event loop. */
    private static final class Transfer {

        private final StreamedBody body;
        private final ResteasyReactiveRequestContext request;
        private final RoutingContext routing;
        private final HttpServerResponse response;
        private boolean ended;

        Transfer(StreamedBody body, ResteasyReactiveRequestContext request) {
            this.body = body;
            this.request = request;
            this.routing = request.unwrap(RoutingContext.class);
            this.response = routing.response();
        }

        void begin() {
            RequestEnd.then(routing, sentOrDisconnected -> end());
            if (ended) {
                return;
            }
            if (body.length().isPresent()) {
                response.putHeader(
                        HttpHeaders.CONTENT_LENGTH, Long.toString(body.length().getAsLong()));
            } else {
                response.setChunked(true);
            }
            // Sends the head now: the first chunk may take long, and identical requests wait for this head.
            write(Buffer.buffer());
        }

        private void next() {
            body.next().onComplete(chunk -> {
                if (ended) {
                    return;
                }
                if (chunk.failed()) {
                    reset();
                } else {
                    chunk.result().ifPresentOrElse(this::write, response::end);
                }
            });
        }

        private void write(Buffer chunk) {
            long stallTimer = routing.vertx().setTimer(body.stallTimeout().toMillis(), expired -> {
                LOG.debugf(
                        "Closing the connection of %s, which stopped reading",
                        routing.request().remoteAddress());
                reset();
            });
            response.write(chunk).onComplete(written -> {
                routing.vertx().cancelTimer(stallTimer);
                // A failed write means that the client disconnected; the end handler cleans up.
                if (!ended && written.succeeded()) {
                    next();
                }
            });
        }

        private void end() {
            if (!ended) {
                ended = true;
                body.close();
                request.resume();
            }
        }

        /** Breaks the connection off, so that the client sees that the body is incomplete. */
        private void reset() {
            HttpConnection connection = routing.request().connection();
            if (routing.request().version() == HttpVersion.HTTP_2
                    && ((ConnectionBase) connection).channel().isWritable()) {
                response.reset(INTERNAL_ERROR);
            } else {
                // An HTTP/1.0 client would take an orderly close for the end of the body.
                UnsentAnswer.abandon(connection);
            }
        }
    }
}
