package org.modeltree.http.cache;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import org.modeltree.http.value.Representation;

/** Sends finished answers from an event loop, as 200 or 304, in the content encoding that the client accepts. */
@Singleton
public class AnswerSender {

    private static final CharSequence FRESHNESS = HttpHeaders.createOptimized(Representation.cacheControl(false));
    /** Optimized, because a string would be hashed anew for each request. */
    private static final CharSequence REVISION = HttpHeaders.createOptimized("Modeltree-Revision");

    /** The value of Modeltree-Revision, which is the same in most answers. */
    private volatile RevisionText revisionText = RevisionText.of(-1);

    private record RevisionText(long revision, CharSequence text) {

        static RevisionText of(long revision) {
            return new RevisionText(revision, HttpHeaders.createOptimized(Long.toString(revision)));
        }
    }

    /**
     * An answer to one request: 200, or 304 if the client has it already.
     *
     * @param notModified whether the client has it already
     * @param hasBody whether its body is sent
     */
    public record Prepared(Representation.Variant variant, boolean notModified, boolean hasBody) {

        /** Length of the body that is sent, in bytes. */
        int bodyBytes() {
            return hasBody ? variant.body().length() : 0;
        }

        /** The headers that it has whenever it is sent. */
        public List<Representation.Field> headers() {
            return notModified ? variant.notModifiedHeaders() : variant.headers();
        }

        /** Sends it with the headers that the response has by now. */
        public void end(HttpServerResponse response) {
            if (notModified) {
                response.setStatusCode(304);
            }
            if (hasBody) {
                response.end(variant.body());
            } else {
                response.end();
            }
        }
    }

    /** The answer to a request: what the client has, which methods have a body, and which encoding it accepts. */
    public static Prepared prepare(HttpServerRequest request, Representation representation) {
        Representation.Variant variant = representation.variant(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
        boolean notModified = Representation.matches(request.getHeader(HttpHeaders.IF_NONE_MATCH), variant.validator());
        return new Prepared(
                variant, notModified, !notModified && !request.method().equals(HttpMethod.HEAD));
    }

    /**
     * Sends an answer.
     *
     * @param revision the newest revision at which it is known to be valid
     */
    void send(RoutingContext routing, Prepared answer, long revision) {
        MultiMap headers = routing.response().headers();
        headers.add(HttpHeaders.CACHE_CONTROL, FRESHNESS);
        headers.add(REVISION, text(revision));
        answer.headers().forEach(field -> headers.add(field.name(), field.value()));
        answer.end(routing.response());
    }

    private CharSequence text(long revision) {
        RevisionText last = revisionText;
        if (last.revision() != revision) {
            last = RevisionText.of(revision);
            revisionText = last;
        }
        return last.text();
    }
}
