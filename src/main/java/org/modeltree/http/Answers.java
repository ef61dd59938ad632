package org.modeltree.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;
import org.modeltree.revision.Snapshot;

/**
 * Gives every answer what HTTP wants of it: validator, caching, encoding, language, cross-origin headers and the
 * revision. Nothing of this is repeated in resources.
 */
class Answers {

    private static final String FRESHNESS = ", max-age=60, stale-while-revalidate=600";
    /** Who asks counts too: what curators see is not for everybody, and a wrong token is refused. */
    private static final String VARY = "Accept-Encoding, Accept-Language, Authorization";

    private static final String EXPOSED = "ETag, Link, Location, Modeltree-Revision, RateLimit, RateLimit-Policy,"
            + " Retry-After, Idempotency-Replayed, WWW-Authenticate";
    /** Below this many bytes gzip costs more than it saves. */
    private static final int LEAST_TO_COMPRESS = 512;

    private static final int CREATED = 201;
    private static final int VALIDATOR_BYTES = 12;

    private final ObjectMapper json;
    private final Snapshot snapshot;
    private final CurrentRequest current;

    Answers(ObjectMapper json, Snapshot snapshot, CurrentRequest current) {
        this.json = json;
        this.snapshot = snapshot;
        this.current = current;
    }

    @ServerResponseFilter
    void complete(ContainerRequestContext request, ContainerResponseContext response) {
        MultivaluedMap<String, Object> headers = response.getHeaders();
        headers.putSingle("Access-Control-Allow-Origin", "*");
        headers.putSingle("Access-Control-Expose-Headers", EXPOSED);
        // A write has said already which revision it made; what was read before is of an earlier one.
        if (!headers.containsKey("Modeltree-Revision")) {
            snapshot.revision().ifPresent(revision -> headers.putSingle("Modeltree-Revision", revision));
        }
        if (response.getStatus() >= 400) {
            headers.putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
            if (response.hasEntity()) {
                response.setEntity(bytes(response.getEntity()), null, MediaType.valueOf(ProblemMapper.MEDIA_TYPE));
            }
            return;
        }
        if (request.getMethod().equals("OPTIONS")) {
            // The framework names the methods of all paths of a class.
            headers.putSingle(
                    HttpHeaders.ALLOW,
                    AllowedMethods.header(request.getUriInfo().getPath()));
            return;
        }
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            // What a write answers is its writer's own: a secret, a report, a state that may be gone in a moment.
            headers.putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
            if (response.hasEntity()) {
                byte[] written = bytes(response.getEntity());
                if (current.modelRevision().isPresent()) {
                    headers.putSingle(HttpHeaders.ETAG, validator(written, false));
                }
                response.setEntity(written, null, MediaType.APPLICATION_JSON_TYPE);
            } else if (response.getStatus() == CREATED
                    && current.modelRevision().isPresent()) {
                headers.putSingle(HttpHeaders.ETAG, validator(new byte[0], false));
            }
            return;
        }
        boolean authorized = request.getHeaderString(HttpHeaders.AUTHORIZATION) != null;
        headers.putSingle(HttpHeaders.CACHE_CONTROL, (authorized ? "private" : "public") + FRESHNESS);
        headers.putSingle(HttpHeaders.VARY, VARY);
        if (response.getEntity() instanceof StreamingOutput) {
            // What is streamed is neither kept nor hashed.
            headers.putSingle(HttpHeaders.CACHE_CONTROL, "no-store");
            return;
        }
        if (response.getStatus() != 200 || !response.hasEntity()) {
            return;
        }
        headers.putSingle(HttpHeaders.CONTENT_LANGUAGE, current.language().tag());
        if (response.getEntity() instanceof Paged list && list.links().next() != null) {
            headers.putSingle(HttpHeaders.LINK, "<" + list.links().next() + ">; rel=\"next\"");
        }
        byte[] body = bytes(response.getEntity());
        boolean compressed =
                body.length >= LEAST_TO_COMPRESS && acceptsGzip(request.getHeaderString(HttpHeaders.ACCEPT_ENCODING));
        String validator = validator(body, compressed);
        headers.putSingle(HttpHeaders.ETAG, validator);
        if (matches(request.getHeaderString(HttpHeaders.IF_NONE_MATCH), validator)) {
            response.setStatus(304);
            response.setEntity(null);
            headers.remove(HttpHeaders.CONTENT_TYPE);
            return;
        }
        if (compressed) {
            headers.putSingle(HttpHeaders.CONTENT_ENCODING, "gzip");
            body = gzip(body);
        }
        if (request.getMethod().equals("HEAD")) {
            // The framework sends no body, and would not know how long it is.
            headers.putSingle(HttpHeaders.CONTENT_LENGTH, body.length);
        }
        response.setEntity(body, null, MediaType.APPLICATION_JSON_TYPE);
    }

    /** Quoted; the part before the dot is the model's revision, where the answer is a model's. */
    private String validator(byte[] body, boolean compressed) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            String content = HexFormat.of().formatHex(hash, 0, VALIDATOR_BYTES);
            String prefix = current.modelRevision().isPresent()
                    ? current.modelRevision().getAsLong() + "."
                    : "";
            return "\"" + prefix + content + (compressed ? "-gzip" : "") + "\"";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private byte[] bytes(Object entity) {
        try {
            return entity instanceof byte[] done ? done : json.writeValueAsBytes(entity);
        } catch (JsonProcessingException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 3);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /** Whether an If-None-Match header names the validator; weak comparison, as RFC 9110 has it for this header. */
    static boolean matches(String header, String validator) {
        if (header == null) {
            return false;
        }
        for (String candidate : header.split(",", -1)) {
            String tag = candidate.strip();
            if (tag.equals("*") || tag.equals(validator) || tag.equals("W/" + validator)) {
                return true;
            }
        }
        return false;
    }

    /** Whether an Accept-Encoding header wants gzip: named, or by an asterisk, with a weight above zero. */
    static boolean acceptsGzip(String header) {
        if (header == null) {
            return false;
        }
        Boolean named = null;
        boolean any = false;
        for (String coding : header.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = coding.strip().split(";", 2);
            String name = parts[0].strip();
            boolean wanted = parts.length < 2 || !parts[1].replace(" ", "").matches("q=0(\\.0*)?");
            if (name.equals("gzip") || name.equals("x-gzip")) {
                named = wanted;
            } else if (name.equals("*")) {
                any = wanted;
            }
        }
        return named != null ? named : any;
    }
}
