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
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.modeltree.http.admission.BodyReception;
import org.modeltree.http.admission.RequestBodies;
import org.modeltree.http.admission.RequestState;
import org.modeltree.http.cache.CachedAnswers;
import org.modeltree.http.edge.Caller;
import org.modeltree.http.edge.ClientAddress;
import org.modeltree.http.edge.RequestEnd;
import org.modeltree.http.edge.RequestTimers;
import org.modeltree.http.problem.AllowedMethods;
import org.modeltree.http.problem.BodyTypes;
import org.modeltree.http.problem.Problem;
import org.modeltree.http.problem.ProblemNote;
import org.modeltree.http.problem.RequestId;
import org.modeltree.http.value.Accept;
import org.modeltree.http.value.ContentType;
import org.modeltree.http.value.HttpDate;
import org.modeltree.http.value.Language;
import org.modeltree.http.value.Media;
import org.modeltree.http.value.PagePaths;
import org.modeltree.http.value.Representation;
import org.modeltree.revision.Snapshot;

/** The request being answered, as resources see it, and the facts they report about their response. */
@RequestScoped
public class CurrentRequest {

    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

    private final CurrentVertxRequest request;
    private final Caller caller;
    private final Snapshot snapshot;
    private OptionalLong modelRevision = OptionalLong.empty();
    private boolean negotiated;
    private boolean english;

    CurrentRequest(CurrentVertxRequest request, Caller caller, Snapshot snapshot) {
        this.request = request;
        this.caller = caller;
        this.snapshot = snapshot;
    }

    /** Language of the response: from {@code lang}, else from Accept-Language, else English. */
    public Language language() {
        return Language.asked(
                routing().queryParams().get("lang"), routing().request().getHeader("Accept-Language"));
    }

    /** Records that the texts of the response are in English, whatever language the client asks for. */
    public void answersInEnglish() {
        english = true;
    }

    /** Lets the response load the style and scripts of a page, whatever its path. */
    void answersWithPage() {
        // Not a header of the resource's response: it would be added to the one for the path, and browsers obey both.
        routing().response().putHeader("Content-Security-Policy", PagePaths.CONTENT_POLICY);
    }

    /** Notes that the response is a problem of this kind, for the log. */
    void answersProblem(String code) {
        ProblemNote.put(routing(), code);
    }

    /** Kind of the problem that the response is; empty if it is none. */
    String problem() {
        return ProblemNote.of(routing());
    }

    /** Language that the response is in. */
    Language contentLanguage() {
        return english ? Language.EN : language();
    }

    /**
     * Whether the client prefers Markdown to JSON. To be called on every path that has both, because it records that the
     * response depends on Accept.
     *
     * @throws Problem.NotAcceptable if the client accepts neither
     */
    public boolean prefersMarkdown() {
        negotiated = true;
        List<String> offered = List.of(Media.JSON.contentType(), Media.MARKDOWN);
        return Accept.preferred(joined("Accept"), offered)
                .orElseThrow(() -> new Problem.NotAcceptable(offered))
                .equals(Media.MARKDOWN);
    }

    /**
     * Checks that the client accepts JSON, on a path that redirects to paths of other media types as well.
     *
     * @throws Problem.NotAcceptable if it does not
     */
    public void requireJson() {
        List<String> offered = List.of(Media.JSON.contentType());
        if (Accept.preferred(joined("Accept"), offered).isEmpty()) {
            throw new Problem.NotAcceptable(offered);
        }
    }

    /** Whether the response depends on Accept. */
    boolean isNegotiated() {
        return negotiated;
    }

    /** Id of the request, which its answer returns in X-Request-Id. */
    public String id() {
        return RequestId.of(routing().request());
    }

    /** Path template of the resource, with parameter names in braces. */
    String template() {
        return RequestTimers.templateIn(routing().vertx().getOrCreateContext());
    }

    /** What the routes know of the request. */
    RequestState state() {
        return RequestState.of(routing());
    }

    /** Revision that the client reports to have seen, from its Modeltree-Revision header; 0 without one. */
    public long seenRevision() {
        return CachedAnswers.seenRevision(routing().request());
    }

    /**
     * Says that the client knows a revision from elsewhere than its Modeltree-Revision header: a standby that lacks it does
     * not answer.
     */
    public void expectRevision(long revision) {
        snapshot.expect(revision);
    }

    /** Key that per-client limits are counted by: the authenticated caller, else the network address of the client. */
    public String clientKey() {
        return caller.key()
                .orElseGet(() -> "address:" + ClientAddress.of(routing().request()));
    }

    /** Runs an action once, when the response has been sent or the client has disconnected. */
    public void whenEnded(Runnable action) {
        RoutingContext routing = routing();
        routing.vertx().getOrCreateContext().runOnContext(now -> RequestEnd.then(routing, ended -> action.run()));
    }

    /** Whether the client accepts a gzip-compressed body. */
    public boolean acceptsGzip() {
        return Representation.acceptsGzip(routing().request().getHeader("Accept-Encoding"));
    }

    /** Whether the client has the answer with this quoted ETag, by If-None-Match. */
    public boolean hasSeen(String validator) {
        return Representation.matches(joined("If-None-Match"), validator);
    }

    /**
     * Whether the client has the answer with this quoted ETag, by If-None-Match, or if it sends none the answer that changed at
     * a time, by If-Modified-Since.
     */
    public boolean hasSeen(String validator, Instant changedAt) {
        String since = joined("If-Modified-Since");
        boolean asksByTime = joined("If-None-Match") == null && since != null;
        return asksByTime ? HttpDate.isUnchanged(changedAt, since) : hasSeen(validator);
    }

    /**
     * A value of a comma-separated query parameter in the notation that the client sent, for one that was folded to lower
     * case.
     */
    public String asSent(String parameter, String value) {
        return routing().queryParams().getAll(parameter).stream()
                .flatMap(sent -> Stream.of(sent.split(",", -1)))
                .map(String::strip)
                .filter(value::equalsIgnoreCase)
                .findFirst()
                .orElse(value);
    }

    /** Path and query of the request; that of a page without the parameters that it ignores. */
    public RequestLink link() {
        String path = routing().request().path();
        String query = routing().request().query();
        return new RequestLink(path, PagePaths.contain(path) ? PagePaths.knownQuery(path, query) : query);
    }

    /** Rest of the path after this many segments, still encoded, with its leading slash; empty if there is no rest. */
    public String pathAfter(int segments) {
        Matcher matcher = Pattern.compile("(/[^/]*){" + segments + "}")
                .matcher(routing().request().path());
        return matcher.lookingAt() ? routing().request().path().substring(matcher.end()) : "";
    }

    /** Rest of the path after this many segments and a slash, decoded; it may contain slashes. */
    public String decodedPathAfter(int segments) {
        String rest = pathAfter(segments);
        // URLDecoder would turn a plus into a space, which holds for queries but not for paths.
        return rest.isEmpty() ? "" : URLDecoder.decode(rest.substring(1).replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /**
     * Refuses query parameters other than these and {@code lang}.
     *
     * @throws Problem.InvalidParameter naming the first unknown parameter
     */
    public void rejectUnknownParameters(String... names) {
        Set<String> known = new HashSet<>(Set.of(names));
        known.add(KnownParameters.LANG);
        KnownParameters.check(routing().request().query(), known);
    }

    /**
     * Checks the query parameters of a path that has the API of another service, which ignores unknown ones: those that are
     * known, and {@code lang}, as on all paths.
     *
     * @param names parameters that the path answers
     * @param unanswerable parameters that the other service has and this one refuses
     * @throws Problem.InvalidParameter naming the first parameter that is repeated, malformed or refused
     */
    public void ignoreUnknownParameters(Collection<String> names, Collection<String> unanswerable) {
        Set<String> known = new HashSet<>(names);
        known.add(KnownParameters.LANG);
        KnownParameters.check(routing().request().query(), known, name -> {
            if (unanswerable.contains(name)) {
                throw new Problem.InvalidParameter(name, "asks for what this catalog does not know; leave it out");
            }
        });
    }

    /** As {@link #ignoreUnknownParameters(Collection, Collection)}, for a path without parameters. */
    public void ignoreUnknownParameters() {
        ignoreUnknownParameters(Set.of(), Set.of());
    }

    /**
     * The request as a write, with its body, preconditions and caller.
     *
     * @throws Problem.InvalidParameter naming the invalid header
     * @throws Problem.Refused if the body is not UTF-8 or too large
     */
    public WriteRequest write(InputStream body) {
        HttpServerRequest http = routing().request();
        String type = http.getHeader("Content-Type");
        if (type != null && !ContentType.isUtf8(type)) {
            String method = http.method().name();
            throw new BodyTypes(method, AllowedMethods.bodyTypes(method, http.path()))
                    .refused("The body must be in UTF-8, and the charset of Content-Type must say so or be absent.");
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
     * Refuses a body whose Content-Encoding is neither gzip nor identity.
     *
     * @throws Problem.UnsupportedBody if the encoding is another one
     */
    public void requireKnownEncoding() {
        String given = RequestBodies.coding(routing().request());
        if (!given.isEmpty() && !given.equals("gzip")) {
            throw BodyTypes.otherEncoding();
        }
    }

    /**
     * Refuses a form as a browser, {@code curl -F} or {@code curl -d} sends. The latter removes line breaks from files, so a
     * table would be read as its heading alone.
     *
     * @param type media type of the file that the client should send
     * @param accepted media types of all files that the path reads
     * @throws Problem.UnsupportedBody if the body is a form
     */
    public void rejectForm(String type, List<String> accepted) {
        String given = routing().request().getHeader("Content-Type");
        if (given != null && ContentType.isForm(given)) {
            throw new BodyTypes(routing().request().method().name(), accepted)
                    .refused("This path takes a file as the whole body, not as a form ("
                            + given.strip().split("[;\\s]", 2)[0].toLowerCase(Locale.ROOT) + "). With curl, send"
                            + " --data-binary @file -H 'Content-Type: " + type + "' instead of -d or -F; in a web page,"
                            + " send the File itself as the body of fetch, without FormData.");
        }
    }

    /** Receives the body of a request whose body was not read before its resource; see {@link BodyReception}. */
    public Future<Long> receive(BodyReception.Limits limits, BodyReception.Sink sink) {
        return BodyReception.start(routing(), limits, sink);
    }

    /** The bytes of the request's body. */
    public byte[] body(InputStream body) {
        ByteBuffer bytes = bytes(body);
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    private static ByteBuffer bytes(InputStream body) {
        try {
            // RequestBodies has received it, and refused one that is too large.
            byte[] bytes = body == null ? new byte[0] : body.readAllBytes();
            return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
        } catch (IOException broken) {
            // The client sent fewer bytes than it declared, or disconnected.
            throw new Problem.InvalidBody(List.of(new Problem.BodyFault("", "could not be read completely")));
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
                    "Idempotency-Key", "must be a single value of 1 to 200 visible ASCII characters");
        }
        return values.get(0);
    }

    /** Records that the response is a model or a part of one, and the revision of its last change. */
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
