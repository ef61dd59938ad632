package org.modeltree.http.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jboss.logging.Logger;
import org.modeltree.http.admission.RequestState;
import org.modeltree.http.problem.Parameters;
import org.modeltree.http.value.AnswerKey;
import org.modeltree.http.value.Media;
import org.modeltree.http.value.Representation;
import org.modeltree.revision.Snapshot;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.dependency.Parts;
import org.modeltree.revision.dependency.Renewal;

/**
 * Answers that are made of facts in memory alone, on the event loop: the way of a request to its resource on another thread,
 * and of the answer back, takes longer than making it. Only requests in their plainest form are answered here, which the
 * resource would answer with 200. All others take the usual way: with another spelling of an id, with encoded characters, with
 * something to refuse, or for something that is not in memory.
 */
@Singleton
class MemoryAnswers {

    private static final Logger LOG = Logger.getLogger(MemoryAnswers.class);

    private static final String MODELS = "/api/v1/models/";
    private static final String MODEL = "/api/v1/models/{vendor}/{slug}";
    private static final String LANG = "lang";

    private final Event<MemoryReads> registration;
    private final CurrentVertxRequest request;
    private final Snapshot snapshot;
    private final AnswerParts parts;
    private final AnswerCache cache;
    private final ObjectMapper json;
    private volatile MemoryReads reads;

    MemoryAnswers(
            Event<MemoryReads> registration,
            CurrentVertxRequest request,
            Snapshot snapshot,
            AnswerParts parts,
            AnswerCache cache,
            ObjectMapper json) {
        this.registration = registration;
        this.request = request;
        this.snapshot = snapshot;
        this.parts = parts;
        this.cache = cache;
        this.json = json;
    }

    /**
     * An answer.
     *
     * @param keep puts it into the cache, for which a large answer is compressed
     */
    record Answer(Representation representation, Runnable keep) {

        /** Whether keeping it takes an event loop too long. */
        boolean isLarge() {
            return representation.isPrecompressed();
        }
    }

    /** A read in its plainest form. */
    record Plain(MemoryReads.Read read, MemoryReads.Asked asked) {}

    /** The read that a request asks for; empty if it is none of these, or not in its plainest form. */
    Optional<Plain> plain(HttpServerRequest request, AnswerKey key) {
        String id = id(request.path());
        MemoryReads.Read read = id == null ? null : reads().find(template(request.path(), id));
        if (read == null) {
            return Optional.empty();
        }
        Map<String, String> parameters = parameters(request.query());
        if (parameters == null || !read.parameters().containsAll(parameters.keySet())) {
            return Optional.empty();
        }
        return Optional.of(new Plain(
                read, new MemoryReads.Asked(id, request.path(), request.query(), parameters, key.language())));
    }

    /**
     * The answer of a plain read; empty if it takes more than memory, or an event loop too long.
     *
     * @param seenRevision revision that the client has seen; the answer is not older
     */
    Optional<Answer> answer(Plain plain, AnswerKey key, long seenRevision) {
        ManagedContext context = Arc.container().requestContext();
        if (!plain.read().onEventLoop() || context.isActive()) {
            return Optional.empty();
        }
        // The snapshot and the parts of an answer belong to a request.
        context.activate();
        try {
            snapshot.markInMemory(seenRevision);
            return Optional.of(made(plain, key));
        } catch (Snapshot.NotInMemory missing) {
            return Optional.empty();
        } catch (RuntimeException | JsonProcessingException fault) {
            LOG.debugf(fault, "The resource answers %s", plain.asked().path());
            return Optional.empty();
        } finally {
            context.terminate();
        }
    }

    /**
     * The answer of a plain read, kept in the cache; from the database where more than memory is necessary. Only on a thread that
     * may wait.
     *
     * @param seenRevision revision that the client has seen; the answer is not older
     * @throws Refused if there is no such answer
     */
    Representation read(RoutingContext routing, Plain plain, AnswerKey key, long seenRevision)
            throws JsonProcessingException, Refused {
        Answer made = readNow(routing, plain, key, seenRevision);
        made.keep().run();
        // Here and not on the event loop, which has no time to compress it; nothing for a client that takes it as it
        // is.
        made.representation().variant(routing.request().getHeader(HttpHeaders.ACCEPT_ENCODING));
        return made.representation();
    }

    private Answer readNow(RoutingContext routing, Plain plain, AnswerKey key, long seenRevision)
            throws JsonProcessingException, Refused {
        ManagedContext context = Arc.container().requestContext();
        context.activate();
        try {
            // Suggestions show a value as the request has it.
            request.setCurrent(routing);
            snapshot.markReadOnly(seenRevision);
            return made(plain, key);
        } catch (RuntimeException reason) {
            throw new Refused(reason, snapshot.revision(), parts.isPartial());
        } finally {
            context.terminate();
        }
    }

    /** Says why a plain read has no answer, and at which revision that is so. */
    static final class Refused extends Exception {

        private static final long serialVersionUID = 1;

        private final transient RequestState.Refusal refusal;

        Refused(RuntimeException reason, OptionalLong revision, boolean partial) {
            super(null, reason, false, false);
            refusal = new RequestState.Refusal(reason, revision, partial);
        }

        RequestState.Refusal refusal() {
            return refusal;
        }
    }

    private Answer made(Plain plain, AnswerKey key) throws JsonProcessingException {
        MemoryReads.Asked asked = plain.asked();
        MemoryReads.Made made = plain.read().answer().apply(asked);
        String type = Media.JSON.contentType();
        Representation answer = new Representation(
                json.writeValueAsBytes(made.body()),
                made.negotiated() ? Media.oneOf(type) : Media.only(type),
                asked.language().tag(),
                made.next(),
                made.modelRevision(),
                snapshot.revision().orElseThrow(),
                plain.read().template());
        Parts madeOf = parts.parts();
        Optional<Renewal> renewal = parts.renewal();
        return new Answer(answer, () -> cache.put(key, answer, madeOf, renewal));
    }

    /** At the first request, so that no start waits for the resources. */
    private MemoryReads reads() {
        MemoryReads known = reads;
        if (known == null) {
            known = new MemoryReads();
            registration.fire(known);
            reads = known;
        }
        return known;
    }

    /** The id in the path of a model or of a part of one; empty for another path, and null for an id in another form. */
    private static String id(String path) {
        if (!path.startsWith(MODELS)) {
            return "";
        }
        int slash = path.indexOf('/', MODELS.length());
        if (slash < 0) {
            return null;
        }
        int end = path.indexOf('/', slash + 1);
        String id = path.substring(MODELS.length(), end < 0 ? path.length() : end);
        if (id.length() > Parameters.ID_LENGTH) {
            return null;
        }
        for (int i = 0; i < id.length(); i++) {
            if (!isOfId(id.charAt(i))) {
                return null;
            }
        }
        return id;
    }

    private static boolean isOfId(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '/';
    }

    private static String template(String path, String id) {
        return id.isEmpty() ? path : MODEL + path.substring(MODELS.length() + id.length());
    }

    /** The query parameters by name; null if the query is not in its plainest form. */
    private static Map<String, String> parameters(String query) {
        if (query == null) {
            return Map.of();
        }
        Map<String, String> parameters = new HashMap<>();
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals <= 0 || equals == part.length() - 1 || !isPlain(part)) {
                return null;
            }
            if (parameters.put(part.substring(0, equals), part.substring(equals + 1)) != null) {
                return null;
            }
        }
        String lang = parameters.remove(LANG);
        return lang == null || lang.equals("en") || lang.equals("zh") ? parameters : null;
    }

    private static boolean isPlain(String part) {
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '%' || c == '+' || c == ';' || c == '#') {
                return false;
            }
        }
        return true;
    }
}
