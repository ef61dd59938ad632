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
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.modeltree.http.cache.AnswerCache;
import org.modeltree.http.cache.RefusalCache;
import org.modeltree.http.problem.AllowedMethods;
import org.modeltree.http.problem.ErrorBody;
import org.modeltree.http.problem.ProblemMapper;
import org.modeltree.http.problem.ProblemView;
import org.modeltree.http.problem.RouteProblems;
import org.modeltree.http.value.AnswerKey;
import org.modeltree.http.value.CrossOrigin;
import org.modeltree.http.value.Media;
import org.modeltree.http.value.PagePaths;
import org.modeltree.http.value.Representation;
import org.modeltree.revision.Snapshot;
import org.modeltree.revision.dependency.AnswerParts;

/**
 * Completes every response of a resource: ETag, caching, compression, language, CORS headers and the catalog revision,
 * so that no resource has to.
 */
public class ResponseFilter {

    private static final int CREATED = 201;
    private static final String REVISION = "Modeltree-Revision";

    /** Headers that list the media types of bodies, by method; those of the other methods have none (RFC 5789, LDP). */
    private static final Map<String, String> BODY_TYPES = Map.of("PATCH", "Accept-Patch", "POST", "Accept-Post");

    private final ObjectMapper json;
    private final Snapshot snapshot;
    private final AnswerParts parts;
    private final CurrentRequest current;
    private final AnswerCache cache;
    private final RefusalCache refusals;
    private final RouteProblems problems;

    ResponseFilter(
            ObjectMapper json,
            Snapshot snapshot,
            AnswerParts parts,
            CurrentRequest current,
            AnswerCache cache,
            RefusalCache refusals,
            RouteProblems problems) {
        this.json = json;
        this.snapshot = snapshot;
        this.parts = parts;
        this.current = current;
        this.cache = cache;
        this.refusals = refusals;
        this.problems = problems;
    }

    @ServerResponseFilter
    void complete(ContainerRequestContext request, ContainerResponseContext response) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        CrossOrigin.ofAnswer().forEach(headers::putSingle);
        // A write has set the revision that it created; the snapshot read before it is older.
        if (!headers.containsKey(REVISION)) {
            snapshot.revision().ifPresent(revision -> headers.putSingle(REVISION, revision));
        }
        if (response.getStatus() >= 400) {
            headers.putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
            if (response.hasEntity()) {
                completeError(request, response);
            }
            cacheRefusal(response);
            return;
        }
        switch (request.getMethod()) {
            case "GET", "HEAD" -> completeRead(request, response);
            case "OPTIONS" -> {
                String path = request.getUriInfo().getPath();
                // The framework would list the methods of all paths of the resource class.
                headers.putSingle(HttpHeaders.ALLOW, AllowedMethods.header(path));
                BODY_TYPES.forEach((method, header) -> {
                    Set<String> types = AllowedMethods.bodyTypes(method, path);
                    if (!types.isEmpty()) {
                        headers.putSingle(header, String.join(", ", types));
                    }
                });
            }
            default -> completeWrite(request, response);
        }
    }

    /** The page that a browser gets in place of a problem. */
    private Optional<String> page(ContainerRequestContext request, Object entity) {
        return entity instanceof ProblemView problem
                ? problems.page(
                        request.getMethod(),
                        current.link().path(),
                        request.getHeaderString(HttpHeaders.ACCEPT),
                        current.language(),
                        request.getUriInfo().getQueryParameters().containsKey("lang"),
                        problem)
                : Optional.empty();
    }

    private void completeWrite(ContainerRequestContext request, ContainerResponseContext response) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        // The response of a write is for its caller alone: a secret, a report, or a state that may change at once.
        headers.putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
        boolean ofModel = current.modelRevision().isPresent();
        if (response.hasEntity()) {
            byte[] body = bytes(response.getEntity());
            if (ofModel) {
                headers.putSingle(HttpHeaders.ETAG, Representation.validator(body, current.modelRevision(), false));
            }
            response.setEntity(body, null, MediaType.APPLICATION_JSON_TYPE);
        } else if (ofModel
                && (response.getStatus() == CREATED || request.getMethod().equals("PUT"))) {
            // A part without a document, such as an alias that was added, or was there already.
            headers.putSingle(HttpHeaders.ETAG, Representation.validator(new byte[0], current.modelRevision(), false));
        }
    }

    private void completeRead(ContainerRequestContext request, ContainerResponseContext response) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        boolean authorized = request.getHeaderString(HttpHeaders.AUTHORIZATION) != null;
        headers.putSingle(HttpHeaders.CACHE_CONTROL, Representation.cacheControl(authorized));
        headers.putSingle(HttpHeaders.VARY, Representation.VARY);
        if (isStream(response.getMediaType())) {
            // It has no end, so nothing can be kept or compared.
            headers.putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
            return;
        }
        if (headers.containsKey(HttpHeaders.ETAG)) {
            // The resource knows its ETag without the body, which is streamed, and neither cached nor hashed.
            headers.putSingle(HttpHeaders.CACHE_CONTROL, Representation.revalidated(authorized));
            current.state().releasePermit();
            return;
        }
        if (response.getStatus() != 200 || !response.hasEntity()) {
            cacheRefusal(response);
            return;
        }
        Representation representation = new Representation(
                bytes(response.getEntity()),
                media(response.getEntity()),
                current.contentLanguage().tag(),
                response.getEntity() instanceof Paged list ? list.links().next() : null,
                current.modelRevision(),
                snapshot.revision().orElse(-1),
                current.template());
        // From here on only the bytes count, until the client has received them.
        current.state().computed(representation.size());
        key().ifPresent(key -> {
            cache.put(key, representation, parts.parts(), parts.renewal());
            current.state().share(representation);
        });
        Representation.Variant variant = representation.variant(request.getHeaderString(HttpHeaders.ACCEPT_ENCODING));
        if (Representation.matches(request.getHeaderString(HttpHeaders.IF_NONE_MATCH), variant.validator())) {
            response.setStatus(304);
            response.setEntity(null);
            // setEntity replaced the headers object, so `headers` is stale here.
            MultivaluedMap<String, Object> notModified = response.getHeaders();
            notModified.remove(HttpHeaders.CONTENT_TYPE);
            put(variant.notModifiedHeaders(), notModified);
            return;
        }
        // For HEAD the framework drops the body, but Content-Length must still be set.
        put(variant.headers(), headers);
        response.setEntity(variant.body().getBytes(), null, MediaType.valueOf(representation.contentType()));
    }

    private static boolean isStream(MediaType type) {
        return type != null && type.getSubtype().equals(MediaType.SERVER_SENT_EVENTS_TYPE.getSubtype());
    }

    private Media media(Object entity) {
        if (entity instanceof HtmlText) {
            // Errors of the same path are JSON for other clients, as is the start page.
            return Media.oneOf(HtmlText.CONTENT_TYPE);
        }
        if (entity instanceof PictureBody picture) {
            return Media.only(picture.contentType());
        }
        String contentType = entity instanceof MarkdownText ? MarkdownText.CONTENT_TYPE : Media.JSON.contentType();
        return current.isNegotiated() ? Media.oneOf(contentType) : Media.only(contentType);
    }

    /** Key by which the answer is kept; empty if it is not. */
    private Optional<AnswerKey> key() {
        return parts.isPartial() ? Optional.empty() : current.state().cacheKey();
    }

    private void cacheRefusal(ContainerResponseContext response) {
        key().ifPresent(key -> {
            byte[] body = response.getEntity() instanceof byte[] bytes ? bytes : new byte[0];
            if (body.length > 0 && PagePaths.isMarkdown(current.link().path())) {
                // Its key says nothing of Accept, on which it depends whether a problem is a page or JSON.
                return;
            }
            Map<String, List<String>> headers = new TreeMap<>();
            response.getStringHeaders().forEach((name, values) -> headers.put(name, List.copyOf(values)));
            if (body.length > 0) {
                headers.put(
                        HttpHeaders.CONTENT_TYPE,
                        List.of(
                                response.getMediaType().getSubtype().equals("html")
                                        ? HtmlText.CONTENT_TYPE
                                        : response.getMediaType().toString()));
            }
            headers.put(HttpHeaders.CONTENT_LENGTH, List.of(Integer.toString(body.length)));
            refusals.put(
                    key,
                    new RefusalCache.Refusal(
                            response.getStatus(),
                            headers,
                            Buffer.buffer(body),
                            snapshot.revision().orElse(-1),
                            current.template(),
                            current.problem()));
        });
    }

    private static void put(List<Representation.Field> fields, MultivaluedMap<String, Object> headers) {
        fields.forEach(field ->
                headers.putSingle(field.name().toString(), field.value().toString()));
    }

    private void completeError(ContainerRequestContext request, ContainerResponseContext response) {
        Object entity = response.getEntity();
        if (entity instanceof ProblemView problem) {
            current.answersProblem(problem.code());
        }
        Optional<String> page = page(request, entity);
        if (page.isPresent()) {
            response.setEntity(bytes(new HtmlText(page.get())), null, MediaType.valueOf(HtmlText.CONTENT_TYPE));
            current.answersWithPage();
            return;
        }
        String type = entity instanceof ProblemView problem
                ? ErrorBody.mediaType(problem.instance())
                : ProblemMapper.MEDIA_TYPE;
        Object body = entity instanceof ProblemView problem ? ErrorBody.of(problem) : entity;
        response.setEntity(bytes(body), null, MediaType.valueOf(type));
    }

    private byte[] bytes(Object entity) {
        try {
            if (entity instanceof HtmlText page) {
                return page.text().getBytes(StandardCharsets.UTF_8);
            }
            if (entity instanceof PictureBody picture) {
                return picture.bytes();
            }
            if (entity instanceof MarkdownText markdown) {
                return markdown.text().getBytes(StandardCharsets.UTF_8);
            }
            return entity instanceof byte[] serialized ? serialized : json.writeValueAsBytes(entity);
        } catch (JsonProcessingException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
