package org.modeltree.http.edge;

import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.core.Context;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.modeltree.http.problem.ProblemNote;
import org.modeltree.revision.trace.Tracing;

/**
 * Watches each request until it has been answered, whatever answers it, for its line in the {@link AccessLog} and its trace. If
 * settings ask for neither, it does nothing.
 */
@Singleton
public class RequestWatch {

    private static final CharSequence TRACE_PARENT = HttpHeaders.createOptimized("traceparent");

    /** Key of the path template of an answer that no resource makes. */
    private static final String TEMPLATE = "modeltree.template";

    private static final String UNKNOWN = "UNKNOWN";
    private static final String ANONYMOUS = "anonymous";
    private static final String TOKEN = "token";
    private static final int HASH_BYTES = 8;

    private final AccessLog log;
    private final Tracing tracing;
    private final boolean isOn;

    RequestWatch(AccessLog log, Tracing tracing) {
        this.log = log;
        this.tracing = tracing;
        isOn = log.isOn() || tracing.isOn();
    }

    /** Watches a request from now on. */
    void begin(RoutingContext routing, String requestId) {
        if (isOn) {
            long startNanos = System.nanoTime();
            Context context = routing.vertx().getOrCreateContext();
            Optional<Tracing.RequestSpan> span = tracing.begin(context, requestId, routing.request()::getHeader);
            routing.addEndHandler(ended -> end(
                    routing,
                    requestId,
                    template(routing, context),
                    ended.succeeded() ? routing.response().getStatusCode() : 0,
                    System.nanoTime() - startNanos,
                    span));
        }
    }

    /** Notes the path template of a request that no resource answers. Call it before the answer ends. */
    public void answers(RoutingContext routing, String template) {
        if (isOn) {
            routing.put(TEMPLATE, template);
        }
    }

    /** Notes a request that is not HTTP, and reached no route. */
    void refused(String requestId, int status) {
        if (log.isOn()) {
            log.write(new AccessLog.Line(UNKNOWN, "", status, 0, 0, ANONYMOUS, "", requestId, ""));
        }
    }

    private static String template(RoutingContext routing, Context context) {
        String template = routing.get(TEMPLATE);
        return template == null ? RequestTimers.templateIn(context) : template;
    }

    private void end(
            RoutingContext routing,
            String requestId,
            String template,
            int status,
            long nanos,
            Optional<Tracing.RequestSpan> span) {
        HttpServerRequest request = routing.request();
        String given = request.method().name();
        String method = RequestTimers.METHODS.contains(given) ? given : UNKNOWN;
        span.ifPresent(begun -> begun.end(method, template, status));
        if (log.isOn()) {
            HttpServerResponse response = routing.response();
            String trace = span.map(Tracing.RequestSpan::traceId)
                    .orElseGet(() -> TraceParent.traceId(request.headers().get(TRACE_PARENT)));
            log.write(new AccessLog.Line(
                    method,
                    template,
                    status,
                    nanos,
                    response.bytesWritten(),
                    caller(routing),
                    ProblemNote.of(routing),
                    requestId,
                    trace));
        }
    }

    /**
     * Kind of the caller, never a name: {@code anonymous}, {@code token}, {@code jwt} or {@code bootstrap}. If the setting asks
     * for it, followed by which one it was: the id of its token, or a hash of the issuer and the subject of its JWT, which may be
     * a person's.
     */
    private String caller(RoutingContext routing) {
        if (!(routing.user() instanceof QuarkusHttpUser user)
                || user.getSecurityIdentity().isAnonymous()) {
            return ANONYMOUS;
        }
        return caller(Caller.keyOf(user.getSecurityIdentity()), log.tellsCallers());
    }

    /**
     * What a line says of a caller.
     *
     * @param key unique key of the caller
     * @param which whether it says which one, too
     */
    static String caller(String key, boolean which) {
        int end = key.indexOf(':');
        String kind = end < 0 ? key : key.substring(0, end);
        if (!which || end < 0) {
            return kind;
        }
        return kind.equals(TOKEN) ? key : kind + ":" + hash(key);
    }

    /** The first 16 hexadecimal digits of the SHA-256 of a key. */
    private static String hash(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
