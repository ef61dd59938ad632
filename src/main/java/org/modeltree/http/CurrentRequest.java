package org.modeltree.http;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.RequestScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modeltree.http.admission.Admission;
import org.modeltree.http.admission.AdmissionQueue;
import org.modeltree.http.admission.BodyReception;
import org.modeltree.http.admission.RequestBodies;
import org.modeltree.http.admission.UnsentAnswer;
import org.modeltree.http.cache.AnswerCache;
import org.modeltree.http.cache.CachedAnswers;
import org.modeltree.http.cache.Representation;
import org.modeltree.http.edge.Caller;
import org.modeltree.http.edge.ClientAddress;
import org.modeltree.http.edge.RequestTimers;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.value.ContentType;
import org.modeltree.http.value.Language;

/** What resources want to know of the request they answer, and say of their answer. */
@RequestScoped
public class CurrentRequest {

    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private final CurrentVertxRequest request;
    private final Caller caller;
    private OptionalLong modelRevision = OptionalLong.empty();

    CurrentRequest(CurrentVertxRequest request, Caller caller) {
        this.request = request;
        this.caller = caller;
    }

    /** The language to answer in: that of {@code lang}, else that of Accept-Language, else English. */
    public Language language() {
        return Language.asked(
                routing().queryParams().get("lang"), routing().request().getHeader("Accept-Language"));
    }

    /** The path as the resource knows it, with names in braces. */
    String template() {
        return RequestTimers.templateIn(routing().vertx().getOrCreateContext());
    }

    /** Says what is given to all who wait for the same. */
    void gives(Representation representation) {
        routing().put(CachedAnswers.ANSWER, representation);
    }

    /** Says that the answer is made, and how many bytes it has; what made it is free for others. */
    void computed(int bytes) {
        UnsentAnswer answer = routing().get(UnsentAnswer.KEY);
        if (answer != null) {
            answer.computed(bytes);
        }
        givesBackPermit();
    }

    /** Says that nothing more is asked of the database. */
    void givesBackPermit() {
        AdmissionQueue.Permit permit = routing().get(Admission.PERMIT);
        if (permit != null) {
            permit.release();
        }
    }

    /** What the answer may be kept by, if it is good for others who ask the same. */
    Optional<AnswerCache.Key> cacheKey() {
        return Optional.ofNullable(routing().get(CachedAnswers.KEY));
    }

    /** The revision that the client has seen already, by its own word; 0 if it does not say. */
    public long seenRevision() {
        return CachedAnswers.least(routing().request());
    }

    /**
     * Whom a share of what is limited belongs to: the caller, or where nobody says who they are, the network that the
     * request comes from.
     */
    public String shareholder() {
        return caller.key()
                .orElseGet(() -> "address:" + ClientAddress.of(routing().request()));
    }

    /** Runs something once, when the answer is sent or its client has left. */
    public void whenEnded(Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        Runnable once = () -> {
            if (done.compareAndSet(false, true)) {
                action.run();
            }
        };
        routing().addEndHandler(ended -> once.run());
        // One who left before is not told of.
        if (routing().response().closed()) {
            once.run();
        }
    }

    /** Whether the client takes a body that is packed with gzip. */
    public boolean acceptsGzip() {
        return Representation.acceptsGzip(routing().request().getHeader("Accept-Encoding"));
    }

    /** The request's own path and query. */
    public RequestLink link() {
        return new RequestLink(routing().request().path(), routing().request().query());
    }

    /** The request's path behind so many segments, encoded as it came, with its leading slash; empty at its end. */
    public String pathBehind(int segments) {
        Matcher matcher = Pattern.compile("(/[^/]*){" + segments + "}")
                .matcher(routing().request().path());
        return matcher.lookingAt() ? routing().request().path().substring(matcher.end()) : "";
    }

    /** What is behind so many segments of the path and a slash, decoded; it may have slashes of its own. */
    public String decodedBehind(int segments) {
        String rest = pathBehind(segments);
        // In a path a plus is a plus.
        return rest.isEmpty() ? "" : URLDecoder.decode(rest.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /**
     * Refuses any parameter but these and the language.
     *
     * @throws Problem.InvalidParameter naming the first that is not among them
     */
    public void onlyKnows(String... names) {
        Set<String> known = new HashSet<>(Set.of(names));
        known.add(KnownParameters.LANG);
        KnownParameters.check(routing().request().query(), known);
    }

    /**
     * The request as one that wants to change something.
     *
     * @throws Problem.InvalidParameter naming the header that makes no sense
     */
    public WriteRequest write(InputStream body) {
        HttpServerRequest http = routing().request();
        String type = http.getHeader("Content-Type");
        if (type != null && !ContentType.isUtf8(type)) {
            throw new Problem.Refused(Problem.Reason.UNSUPPORTED_MEDIA_TYPE, "The body must be UTF-8.");
        }
        return new WriteRequest(
                http.method() + " " + http.uri(),
                bytes(body),
                WriteConditions.of(joined("If-Match"), joined("If-None-Match")),
                idempotencyKey(http.headers().getAll("Idempotency-Key")),
                caller.key().orElse(""),
                caller.name().orElse("anonymous"));
    }

    /**
     * Refuses a body that is packed in any other way.
     *
     * @throws Problem.Refused if it is
     */
    public void onlyEncoded(String coding) {
        String given = RequestBodies.coding(routing().request());
        if (!given.isEmpty() && !given.equals(coding)) {
            throw new Problem.Refused(
                    Problem.Reason.UNSUPPORTED_MEDIA_TYPE,
                    "The body may be packed with " + coding + ", or not at all.");
        }
    }

    /** Receives the body, which nothing before the resource has; see {@link BodyReception}. */
    public Future<Long> receive(BodyReception.Limits limits, BodyReception.Sink sink) {
        return BodyReception.start(routing(), limits, sink);
    }

    /**
     * The request's body.
     *
     * @throws Problem.Refused if it is larger than a write may be
     */
    public byte[] body(InputStream body) {
        ByteBuffer bytes = bytes(body);
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    private static ByteBuffer bytes(InputStream body) {
        try {
            byte[] bytes = body == null ? new byte[0] : body.readNBytes(RequestBodies.MAX_BODY_BYTES + 1);
            if (bytes.length > RequestBodies.MAX_BODY_BYTES) {
                throw new Problem.Refused(
                        Problem.Reason.TOO_LARGE,
                        "The body must have at most " + RequestBodies.MAX_BODY_BYTES + " bytes.");
            }
            return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        } catch (IOException broken) {
            // The client has sent something else than it announced, or has gone.
            throw new Problem.InvalidBody(List.of(new Problem.BodyFault("", "could not be read to its end")));
        }
    }

    private String joined(String header) {
        List<String> values = routing().request().headers().getAll(header);
        return values.isEmpty() ? null : String.join(",", values);
    }

    private static String idempotencyKey(List<String> values) {
        if (values.isEmpty()) {
            return null;
        }
        if (values.size() > 1 || !IDEMPOTENCY_KEY.matcher(values.get(0)).matches()) {
            throw new Problem.InvalidParameter(
                    "Idempotency-Key", "must be one value of 1 to 200 visible ASCII characters");
        }
        return values.get(0);
    }

    /** Says that the answer is a model or a part of one, whose last change has this revision. */
    public void answersModel(long revision) {
        modelRevision = OptionalLong.of(revision);
    }

    OptionalLong modelRevision() {
        return modelRevision;
    }

    private RoutingContext routing() {
        return request.getCurrent();
    }
}
