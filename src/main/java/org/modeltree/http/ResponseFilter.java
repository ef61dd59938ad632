package org.modeltree.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.buffer.Buffer;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.modeltree.http.cache.AnswerCache;
import org.modeltree.http.cache.RefusalCache;
import org.modeltree.http.cache.Representation;
import org.modeltree.http.problem.AllowedMethods;
import org.modeltree.http.problem.ProblemMapper;
import org.modeltree.http.value.CrossOrigin;
import org.modeltree.revision.Snapshot;

/**
 * Gives every answer what HTTP wants of it: validator, caching, encoding, language, cross-origin headers and the
 * revision. Nothing of this is repeated in resources.
 */
public class ResponseFilter {

    private static final int CREATED = 201;
    private static final String REVISION = "Modeltree-Revision";

    private final ObjectMapper json;
    private final Snapshot snapshot;
    private final CurrentRequest current;
    private final AnswerCache cache;
    private final RefusalCache refusals;

    ResponseFilter(
            ObjectMapper json, Snapshot snapshot, CurrentRequest current, AnswerCache cache, RefusalCache refusals) {
        this.json = json;
        this.snapshot = snapshot;
        this.current = current;
        this.cache = cache;
        this.refusals = refusals;
    }

    @ServerResponseFilter
    void complete(ContainerRequestContext request, ContainerResponseContext response) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        CrossOrigin.ofAnswer().forEach(headers::putSingle);
        // A write has said already which revision it made; what was read before is of an earlier one.
        if (!headers.containsKey(REVISION)) {
            snapshot.revision().ifPresent(revision -> headers.putSingle(REVISION, revision));
        }
        if (response.getStatus() >= 400) {
            headers.putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
            if (response.hasEntity()) {
                response.setEntity(bytes(response.getEntity()), null, MediaType.valueOf(ProblemMapper.MEDIA_TYPE));
            }
            keepRefusal(response);
            return;
        }
        switch (request.getMethod()) {
            case "GET", "HEAD" -> read(request, response);
            case "OPTIONS" ->
                // The framework names the methods of all paths of a class.
                headers.putSingle(
                        HttpHeaders.ALLOW,
                        AllowedMethods.header(request.getUriInfo().getPath()));
            default -> written(response);
        }
    }

    private void written(ContainerResponseContext response) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        // What a write answers is its writer's own: a secret, a report, a state that may be gone in a moment.
        headers.putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        boolean ofModel = current.modelRevision().isPresent();
        if (response.hasEntity()) {
            byte[] written = bytes(response.getEntity());
            if (ofModel) {
                headers.putSingle(HttpHeaders.ETAG, Representation.validator(written, current.modelRevision(), false));
            }
            response.setEntity(written, null, MediaType.APPLICATION_JSON_TYPE);
        } else if (response.getStatus() == CREATED && ofModel) {
            headers.putSingle(HttpHeaders.ETAG, Representation.validator(new byte[0], current.modelRevision(), false));
        }
    }

    private void read(ContainerRequestContext request, ContainerResponseContext response) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        boolean authorized = request.getHeaderString(HttpHeaders.AUTHORIZATION) != null;
        headers.putSingle(HttpHeaders.CACHE_CONTROL, Representation.cacheControl(authorized));
        headers.putSingle(HttpHeaders.VARY, Representation.VARY);
        if (response.getEntity() instanceof StreamedBody) {
            // What is streamed is neither kept nor hashed.
            headers.putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
            current.givesBackPermit();
            return;
        }
        if (response.getStatus() != 200 || !response.hasEntity()) {
            keepRefusal(response);
            return;
        }
        Representation representation = new Representation(
                bytes(response.getEntity()),
                current.language().tag(),
                response.getEntity() instanceof Paged list ? list.links().next() : null,
                current.modelRevision(),
                snapshot.revision().orElse(-1),
                current.template());
        // The permit is for the database and the memory of views; bytes are counted until the client has them.
        current.computed(representation.size());
        current.cacheKey().ifPresent(key -> {
            cache.keep(key, representation);
            current.gives(representation);
        });
        Representation.Variant variant = representation.variant(request.getHeaderString(HttpHeaders.ACCEPT_ENCODING));
        if (Representation.matches(request.getHeaderString(HttpHeaders.IF_NONE_MATCH), variant.validator())) {
            response.setStatus(304);
            response.setEntity(null);
            // They are others from here on: what is said to those from before is lost.
            MultivaluedMap<String, Object> unchanged = response.getHeaders();
            unchanged.remove(HttpHeaders.CONTENT_TYPE);
            put(variant.unchanged(), unchanged);
            return;
        }
        // The framework sends no body where only the headers are asked for, and would not know how long it is.
        put(variant.headers(), headers);
        response.setEntity(variant.body().getBytes(), null, MediaType.APPLICATION_JSON_TYPE);
    }

    private void keepRefusal(ContainerResponseContext response) {
        current.cacheKey().ifPresent(key -> {
            byte[] body = response.getEntity() instanceof byte[] bytes ? bytes : new byte[0];
            Map<String, List<String>> headers = new TreeMap<>();
            response.getStringHeaders().forEach((name, values) -> headers.put(name, List.copyOf(values)));
            if (body.length > 0) {
                headers.put(HttpHeaders.CONTENT_TYPE, List.of(ProblemMapper.MEDIA_TYPE));
            }
            headers.put(HttpHeaders.CONTENT_LENGTH, List.of(Integer.toString(body.length)));
            refusals.keep(
                    key,
                    new RefusalCache.Refusal(
                            response.getStatus(),
                            headers,
                            Buffer.buffer(body),
                            snapshot.revision().orElse(-1),
                            current.template()));
        });
    }

    private static void put(List<Representation.Field> fields, MultivaluedMap<String, Object> headers) {
        fields.forEach(field ->
                headers.putSingle(field.name().toString(), field.value().toString()));
    }

    private byte[] bytes(Object entity) {
        try {
            return entity instanceof byte[] done ? done : json.writeValueAsBytes(entity);
        } catch (JsonProcessingException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
