package org.modeltree.http.admission;

import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jboss.logging.Logger;
import org.modeltree.http.config.RequestSettings;
import org.modeltree.http.edge.Caller;
import org.modeltree.http.edge.ClientAddress;
import org.modeltree.http.edge.Http2Streams;
import org.modeltree.http.edge.PostedReads;
import org.modeltree.http.problem.BodyTypes;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.problem.ProblemMapper;
import org.modeltree.http.problem.ProblemView;
import org.modeltree.http.problem.RouteProblems;

/**
 * Receives the bodies of writes into memory before they take a worker thread: only from callers with the role to write,
 * of limited size and number. The bodies of reads are received from everybody. A body that was not received is discarded
 * after the response; if it is large, the connection is closed then. Catalogs are received by their resource, which writes
 * them to disk.
 */
@ApplicationScoped
public class RequestBodies {

    /** After authentication (200) and authorization (100), and before writes are admitted (40). */
    static final int PRIORITY = 50;

    /** Whether a request is known to have no body; absent if it may have one. */
    private static final String IS_BODILESS = RequestBodies.class.getName() + ".isBodiless";

    private static final Logger LOG = Logger.getLogger(RequestBodies.class);

    private static final String CATALOGS = "/api/v1/imports";
    private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH");
    /** The lowest role that may write. */
    private static final String WRITER = "curator";

    private static final int MAX_BODIES = 1_000;
    private static final long MAX_BYTES =
            Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 8);

    /** The largest unwanted body after which the connection can be reused. */
    private static final int MAX_REUSED_BYTES = 1 << 16;

    /**
     * How much of an unwanted body is discarded. Many clients read the response only after they have sent the whole
     * body, and closing the connection before would lose it.
     */
    private static final int MAX_DISCARDED_BYTES = 16 << 20;

    private static final Duration MAX_DISCARDING = Duration.ofSeconds(10);
    /** How long a client may send nothing while its body is discarded. */
    private static final Duration MAX_PAUSE = Duration.ofSeconds(2);

    private static final long TICK_MILLIS = 500;

    private static final Duration RETRY = Duration.ofSeconds(5);

    private final RouteProblems problems;
    private final int maxBytes;
    private final BodyReception.Limits limits;
    private final JsonLimits jsonLimits;
    private final ConcurrencyLimit bodies = new ConcurrencyLimit(MAX_BODIES);
    private final ByteBudget budget = new ByteBudget(MAX_BYTES);

    RequestBodies(RequestSettings settings, RouteProblems problems) {
        this.problems = problems;
        maxBytes = settings.maxBodyKilobytes() << 10;
        limits = new BodyReception.Limits(
                maxBytes, "The body must be at most " + maxBytes + " bytes long.", settings.bodyWindow());
        jsonLimits = new JsonLimits(settings.maxJsonDepth(), settings.maxJsonValues());
    }

    void register(@Observes Filters filters) {
        filters.register(this::receive, PRIORITY);
    }

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE + 1).handler(this::discardUnread);
    }

    /** Whether the body is a catalog, which the import resource receives itself. */
    static boolean isCatalog(RoutingContext routing) {
        return routing.request().method().name().equals("POST")
                && Admission.resourcePath(routing).equals(CATALOGS);
    }

    private void receive(RoutingContext routing) {
        boolean isBodiless = routing.get(IS_BODILESS) != null || !hasBody(routing.request());
        if (!METHODS.contains(routing.request().method().name()) || isBodiless || isCatalog(routing)) {
            routing.next();
            return;
        }
        SecurityIdentity caller = routing.user() instanceof QuarkusHttpUser user ? user.getSecurityIdentity() : null;
        boolean isRead = PostedReads.contain(routing.request().method().name(), routing.normalizedPath());
        if (!isRead && (caller == null || !caller.hasRole(WRITER))) {
            // The resource refuses the request without reading its body.
            routing.next();
            return;
        }
        if (routing.request().version() == HttpVersion.HTTP_2 && BodyReception.declaredLength(routing.request()) < 0) {
            // Quarkus REST cannot handle a request whose end has been seen, so an HTTP/2 body is received by its
            // length.
            send(
                    routing,
                    new Problem.Refused(
                            Problem.Reason.LENGTH_REQUIRED,
                            "Over HTTP/2 a request with a body must have the header Content-Length."));
            return;
        }
        String coding = coding(routing.request());
        if (!coding.isEmpty() && !coding.equals("gzip")) {
            send(routing, BodyTypes.otherEncoding());
            return;
        }
        String key = caller == null || caller.isAnonymous()
                ? "address:" + ClientAddress.of(routing.request())
                : Caller.keyOf(caller);
        receive(routing, key, coding.equals("gzip"));
    }

    private void receive(RoutingContext routing, String caller, boolean compressed) {
        if (!bodies.tryEnter(caller)) {
            send(routing, new Problem.Unavailable("Too many request bodies are being received. Try again later."));
            return;
        }
        HeldBytes held = new HeldBytes(caller);
        // A body is held while its request waits for a permit and while it is processed.
        RequestState.of(routing).lifetime().onEnd(held::release);
        Buffer body = Buffer.buffer();
        BodyReception.start(routing, limits, part -> {
                    if (!held.add(part.length())) {
                        return Future.failedFuture(new Problem.Unavailable(
                                "The request bodies in progress are too large in total. Try again later."));
                    }
                    body.appendBuffer(part);
                    return Future.succeededFuture();
                })
                .onComplete(result -> {
                    bodies.leave(caller);
                    if (result.succeeded()) {
                        received(routing, compressed, body, held);
                    } else {
                        refuse(routing, result.cause());
                    }
                });
    }

    private void received(RoutingContext routing, boolean compressed, Buffer body, HeldBytes held) {
        try {
            Buffer decompressed = compressed ? decompressed(body) : body;
            if (compressed && !held.add(decompressed.length())) {
                throw new Problem.Unavailable(
                        "The request bodies in progress are too large in total. Try again later.");
            }
            if (isJson(routing.request())) {
                jsonLimits.check(decompressed);
            }
            RoutingContextInternal context = (RoutingContextInternal) routing;
            context.setBody(decompressed);
            // A route of an extension must not wait for a body that has arrived.
            context.visitHandler(RoutingContextInternal.BODY_HANDLER);
        } catch (Problem problem) {
            send(routing, problem);
            return;
        }
        routing.next();
    }

    private void refuse(RoutingContext routing, Throwable fault) {
        if (fault instanceof Problem problem) {
            send(routing, problem);
        } else {
            routing.fail(fault);
        }
    }

    private void send(RoutingContext routing, Problem problem) {
        String path = routing.request().path();
        if (problem instanceof Problem.Refused refused) {
            problems.send(
                    routing,
                    ProblemView.Code.valueOf(refused.reason().name())
                            .view(refused.reason().status(), refused.getMessage(), path, List.of(), List.of(), null));
        } else if (problem instanceof Problem.UnsupportedBody unsupported) {
            if (!routing.response().headWritten()) {
                unsupported.headers().forEach(routing.response()::putHeader);
            }
            problems.send(routing, 415, problem.getMessage());
        } else if (problem instanceof Problem.InvalidBody invalid) {
            problems.send(
                    routing,
                    ProblemView.Code.INVALID_BODY.view(
                            400, invalid.getMessage(), path, ProblemMapper.faults(invalid.faults()), List.of(), null));
        } else {
            problems.sendUnavailable(routing, problem.getMessage(), RETRY);
        }
    }

    private Buffer decompressed(Buffer compressed) {
        try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(compressed.getBytes()))) {
            byte[] all = stream.readNBytes(maxBytes + 1);
            if (all.length > maxBytes) {
                throw new Problem.Refused(
                        Problem.Reason.TOO_LARGE,
                        "The body must be at most " + maxBytes + " bytes long when decompressed.");
            }
            return Buffer.buffer(all);
        } catch (IOException broken) {
            throw new Problem.InvalidBody(
                    List.of(new Problem.BodyFault("", "is not valid gzip: corrupt or incomplete")));
        }
    }

    /** The Content-Encoding of the body in lower case; empty for identity or none. */
    public static String coding(HttpServerRequest request) {
        String all = String.join(",", request.headers().getAll(HttpHeaders.CONTENT_ENCODING));
        String coding = all.strip().toLowerCase(Locale.ROOT);
        return coding.equals("identity") ? "" : coding;
    }

    /** Whether the body says that it is JSON. Whoever reads JSON refuses other bodies. */
    private static boolean isJson(HttpServerRequest request) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null && type.toLowerCase(Locale.ROOT).contains("json");
    }

    private static boolean hasBody(HttpServerRequest request) {
        return BodyReception.declaredLength(request) > 0
                || request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                || Http2Streams.mayHaveBody(request);
    }

    /** Body bytes of one request, counted in total and for its caller, who may take half of the limit. */
    private final class HeldBytes {

        private final String caller;
        private long own;
        private boolean released;

        private HeldBytes(String caller) {
            this.caller = caller;
        }

        synchronized boolean add(int count) {
            if (released || !budget.tryAdd(caller, count)) {
                return false;
            }
            own += count;
            return true;
        }

        synchronized void release() {
            budget.remove(caller, own);
            own = 0;
            released = true;
        }
    }

    /**
     * Discards an unread body after the response. Closing the connection at once could lose the response of a sending
     * client.
     */
    private void discardUnread(RoutingContext routing) {
        if (hasBody(routing.request())) {
            Context context = routing.vertx().getOrCreateContext();
            routing.addHeadersEndHandler(writing -> {
                if (willClose(routing) && routing.request().version() != HttpVersion.HTTP_2) {
                    routing.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                }
            });
            routing.addEndHandler(ended -> {
                if (ended.succeeded()) {
                    boolean close = willClose(routing);
                    context.runOnContext(nothing -> discard(routing, close));
                }
            });
        } else {
            // Later, perhaps on another thread, HTTP/2 does not tell.
            routing.put(IS_BODILESS, true);
        }
        routing.next();
    }

    private static boolean willClose(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        long declared = BodyReception.declaredLength(request);
        return !request.isEnded()
                && (declared < 0 || declared > MAX_REUSED_BYTES || BodyReception.waitsForContinue(routing));
    }

    private static void discard(RoutingContext routing, boolean close) {
        HttpServerRequest request = routing.request();
        if (request.isEnded()) {
            return;
        }
        long begun = System.nanoTime();
        long[] lastPart = {begun};
        long[] left = {MAX_DISCARDED_BYTES};
        long timer = routing.vertx().setPeriodic(TICK_MILLIS, tick -> {
            long now = System.nanoTime();
            if (now - lastPart[0] >= MAX_PAUSE.toNanos() || now - begun >= MAX_DISCARDING.toNanos()) {
                routing.vertx().cancelTimer(tick);
                close(routing);
            }
        });
        request.exceptionHandler(broken -> {
            routing.vertx().cancelTimer(timer);
            LOG.debug("A client disconnected while its body was discarded", broken);
        });
        request.handler(part -> {
            lastPart[0] = System.nanoTime();
            left[0] -= part.length();
            if (left[0] < 0) {
                routing.vertx().cancelTimer(timer);
                close(routing);
            }
        });
        request.endHandler(nothing -> {
            routing.vertx().cancelTimer(timer);
            if (close) {
                close(routing);
            }
        });
        request.resume();
    }

    private static void close(RoutingContext routing) {
        if (routing.request().version() == HttpVersion.HTTP_2) {
            routing.response().reset();
        } else {
            routing.request().connection().close();
        }
    }
}
