package org.modeltree.http.edge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jboss.logging.Logger;
import org.modeltree.http.problem.ErrorBody;
import org.modeltree.http.problem.ProblemMapper;
import org.modeltree.http.problem.ProblemView;
import org.modeltree.http.problem.RequestId;
import org.modeltree.http.value.CrossOrigin;
import org.modeltree.http.value.PagePaths;

/**
 * Adds a problem body to error responses that have none. Vert.x answers malformed HTTP with a bare status before any
 * route runs and offers no hook for it, so a Netty handler rewrites these responses. Without it the same requests would
 * get the same statuses.
 */
@ApplicationScoped
class ErrorBodies {

    private static final Logger LOG = Logger.getLogger(ErrorBodies.class);
    private static final String NAME = "modeltree-error-bodies";
    private static final int BAD_REQUEST = 400;
    /** The URI that Netty sets if it cannot parse the request line. */
    private static final String ILLEGIBLE = "/bad-request";

    private final Vertx vertx;
    private final ObjectMapper json;
    private final CommonHeaders common;
    private final RequestWatch watch;
    private final PageOrigins origins;

    ErrorBodies(Vertx vertx, ObjectMapper json, CommonHeaders common, RequestWatch watch, PageOrigins origins) {
        this.vertx = vertx;
        this.json = json;
        this.common = common;
        this.watch = watch;
        this.origins = origins;
    }

    void started(@ObservesAsync HttpServerStart start) {
        watchServers();
    }

    void started(@ObservesAsync HttpsServerStart start) {
        watchServers();
    }

    private void watchServers() {
        if (!(vertx instanceof VertxInternal internal)) {
            LOG.debug("HTTP servers not found; malformed requests are refused without a problem body");
            return;
        }
        for (EventExecutor executor : internal.getAcceptorEventLoopGroup()) {
            if (executor instanceof SingleThreadEventLoop loop) {
                loop.execute(() -> loop.registeredChannelsIterator().forEachRemaining(this::watch));
            }
        }
    }

    private void watch(Channel server) {
        if (server instanceof ServerChannel && server.pipeline().get(NAME) == null) {
            server.pipeline().addFirst(NAME, new Server());
        }
    }

    /** Adds {@link ProtocolDetection} to each new connection. */
    private final class Server extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object connection) {
            if (connection instanceof Channel channel) {
                channel.pipeline().addLast(NAME, new ProtocolDetection());
            }
            context.fireChannelRead(connection);
        }
    }

    /**
     * Adds {@link Connection} after the HTTP/1 codec, which exists only once the first bytes have shown that the client
     * does not speak HTTP/2. Passes those bytes on one at a time, so that no response is written before the handler is
     * in place.
     */
    private final class ProtocolDetection extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (!(message instanceof ByteBuf bytes)) {
                context.fireChannelRead(message);
                return;
            }
            try {
                // Encrypted bytes show no protocol; the decrypted ones pass here later.
                boolean encrypted = context.pipeline().context(SslHandler.class) != null;
                while (bytes.isReadable() && !encrypted && !isDecided(context)) {
                    context.fireChannelRead(bytes.readRetainedSlice(1));
                }
                ChannelHandlerContext encoder = context.pipeline().context(HttpResponseEncoder.class);
                if (encoder != null) {
                    context.pipeline().addAfter(encoder.name(), NAME + "-http", new Connection());
                }
                if (isDecided(context)) {
                    context.pipeline().remove(this);
                }
                if (bytes.isReadable()) {
                    context.fireChannelRead(bytes.retain());
                }
            } finally {
                bytes.release();
            }
        }

        private static boolean isDecided(ChannelHandlerContext context) {
            return context.pipeline().context(HttpResponseEncoder.class) != null
                    || context.pipeline().context(Http2ConnectionHandler.class) != null;
        }
    }

    /**
     * The requests and responses of one HTTP/1 connection. The promises report failed writes, so their futures are
     * unused.
     */
    @SuppressWarnings("FutureReturnValueIgnored")
    private final class Connection extends ChannelDuplexHandler {

        /** Requests without a complete response yet, oldest first. */
        private final Deque<HttpRequest> unanswered = new ArrayDeque<>();

        private boolean isAnswering;

        /** Whether the client has sent malformed HTTP; everything after it is ignored. */
        private boolean broken;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (broken) {
                ReferenceCountUtil.release(message);
                return;
            }
            if (message instanceof HttpRequest request) {
                unanswered.add(request);
            } else if (message instanceof HttpContent content
                    && content.decoderResult().isFailure()) {
                // Vert.x would close the connection at once, and earlier pipelined requests would get no response.
                broken = true;
                ReferenceCountUtil.release(message);
                endBroken(context);
                return;
            }
            context.fireChannelRead(message);
        }

        /**
         * Answers the request with the malformed body, once all earlier ones are answered, and closes the connection.
         */
        private void endBroken(ChannelHandlerContext context) {
            if (!context.channel().isActive()) {
                // The client has left. What is written to a closed connection fails, which would lead back to here.
                return;
            }
            if (unanswered.isEmpty()) {
                context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            } else if (unanswered.size() == 1 && !isAnswering) {
                isAnswering = true;
                context.writeAndFlush(problem(BAD_REQUEST, identified(BAD_REQUEST)))
                        .addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (!context.channel().isActive()) {
                // The client has left. Netty's encoder would release the buffers of a whole response twice, and log
                // that.
                ReferenceCountUtil.release(message);
                if (!promise.isVoid()) {
                    promise.tryFailure(new ClosedChannelException());
                }
                return;
            }
            if (message instanceof HttpResponse interim
                    && interim.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                context.write(message, promise);
                return;
            }
            HttpRequest request = unanswered.peek();
            boolean head = request != null && request.method().equals(HttpMethod.HEAD);
            boolean bare = message instanceof FullHttpResponse response
                    && response.status().code() >= BAD_REQUEST
                    && !response.content().isReadable()
                    && !response.headers().contains(HttpHeaderNames.CONTENT_TYPE)
                    && !head;
            if (bare) {
                FullHttpResponse answer = (FullHttpResponse) message;
                int status = answer.status().code();
                // One that reached a route has an id, and a line in the log.
                String given = answer.headers().get(RequestId.HEADER);
                FullHttpResponse problem = problem(status, given == null ? identified(status) : given);
                answer.release();
                unanswered.poll();
                context.write(problem, promise.unvoid().addListener(ChannelFutureListener.CLOSE));
                return;
            }
            if (message instanceof HttpResponse response) {
                isAnswering = true;
                if (response.protocolVersion().majorVersion() != 1
                        || response.protocolVersion().minorVersion() > 1) {
                    // Vert.x echoes the version of the request, even one that does not exist.
                    response.setProtocolVersion(HttpVersion.HTTP_1_1);
                }
            }
            if (message instanceof LastHttpContent) {
                isAnswering = false;
                unanswered.poll();
            }
            if (broken && message instanceof LastHttpContent) {
                context.write(message, promise.unvoid().addListener(sent -> endBroken(context)));
            } else {
                context.write(message, promise);
            }
        }

        private String identified(int status) {
            String id = RequestId.of(
                    unanswered.isEmpty() ? null : unanswered.peek().headers().get(RequestId.HEADER));
            watch.refused(id, status);
            return id;
        }

        private FullHttpResponse problem(int status, String id) {
            String uri = unanswered.isEmpty() ? ILLEGIBLE : unanswered.peek().uri();
            String path = uri.equals(ILLEGIBLE) ? "/" : uri.split("[?#]", 2)[0];
            byte[] body = body(status, path);
            FullHttpResponse problem = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.wrappedBuffer(body));
            // Never a page, also in place of one.
            common.set(PagePaths.contain(path) ? null : path, problem.headers()::set);
            // No page sends what is malformed, unless its browser does.
            if (origins.allMayRead()) {
                CrossOrigin.ofAnswer().forEach(problem.headers()::set);
            }
            problem.headers()
                    .set(RequestId.HEADER, id)
                    .set(HttpHeaderNames.CONTENT_TYPE, ErrorBody.mediaType(path))
                    .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                    .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                    .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            return problem;
        }
    }

    private byte[] body(int status, String path) {
        try {
            return json.writeValueAsBytes(ErrorBody.of(ProblemView.of(status, detail(status), path)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String detail(int status) {
        return status == BAD_REQUEST
                ? "The request is not valid HTTP: its request line, a header or the framing of its body is malformed."
                : ProblemMapper.detail(status);
    }
}
