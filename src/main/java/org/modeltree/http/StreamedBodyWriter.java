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

/** Sends a {@link StreamedBody} on the event loop: the next piece when the network has taken the one before. */
@Provider
class StreamedBodyWriter implements ServerMessageBodyWriter<StreamedBody> {

    private static final Logger LOG = Logger.getLogger(StreamedBodyWriter.class);

    /** Error code of HTTP/2 for a stream that ends before its body does. */
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
        // This is for interceptors that write bodies themselves, of which there are none.
        throw new UnsupportedOperationException("a streamed body goes to the network");
    }

    /** One body on its way to one client. All of it happens on the request's event loop. */
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
            routing.addEndHandler(sentOrLeft -> end());
            if (response.closed()) {
                end();
                return;
            }
            if (body.length().isPresent()) {
                response.putHeader(
                        HttpHeaders.CONTENT_LENGTH, Long.toString(body.length().getAsLong()));
            } else {
                response.setChunked(true);
            }
            // The head goes out at once: the first piece may have to be waited for, and so may others for the head.
            write(Buffer.buffer());
        }

        private void next() {
            body.next().onComplete(piece -> {
                if (ended) {
                    return;
                }
                if (piece.failed()) {
                    reset();
                } else {
                    piece.result().ifPresentOrElse(this::write, response::end);
                }
            });
        }

        private void write(Buffer piece) {
            long stalled = routing.vertx().setTimer(body.stallTimeout().toMillis(), late -> {
                LOG.debugf(
                        "%s takes nothing, so its connection is closed",
                        routing.request().remoteAddress());
                reset();
            });
            response.write(piece).onComplete(written -> {
                routing.vertx().cancelTimer(stalled);
                // One who leaves ends the answer, and nothing is left to be done here.
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

        /** Ends the connection before the body, which tells the client that a part is missing. */
        private void reset() {
            HttpConnection connection = routing.request().connection();
            if (routing.request().version() == HttpVersion.HTTP_2
                    && ((ConnectionBase) connection).channel().isWritable()) {
                response.reset(INTERNAL_ERROR);
            } else {
                // Without a reset the end of the connection would be the end of the body to a client of HTTP/1.0.
                UnsentAnswer.abandon(connection);
            }
        }
    }
}
