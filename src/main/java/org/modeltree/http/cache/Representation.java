package org.modeltree.http.cache;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.modeltree.http.value.CrossOrigin;

/**
 * A successful answer to a read as it can be sent again: its bytes, plain and packed, and what HTTP wants to be said of
 * them. Immutable, but for what is computed once when it is first needed.
 */
public final class Representation {

    private static final String FRESHNESS = ", max-age=60, stale-while-revalidate=600";
    /** Who asks counts too: what curators see is not for everybody, and a wrong token is refused. */
    public static final String VARY = "Accept-Encoding, Accept-Language, Authorization";

    /** Headers with few different values. */
    private static final Set<String> SAME = Set.of(
            "Access-Control-Allow-Origin",
            "Access-Control-Expose-Headers",
            "Content-Encoding",
            "Content-Language",
            "Content-Type",
            "Vary");

    /** Names of headers, and the values of those with few, in bytes. Answers share them. */
    private static final Map<String, CharSequence> SHARED = new ConcurrentHashMap<>();

    /** Below this many bytes gzip costs more than it saves. */
    private static final int MIN_TO_COMPRESS = 512;

    private static final int VALIDATOR_BYTES = 12;

    /** As it is sent; a second copy would take as much room again for as long as the answer is kept. */
    private final Buffer body;

    private final Map<String, String> always;
    private final OptionalLong modelRevision;
    private final long revision;
    private final String template;
    private volatile Variant plain;
    private volatile Variant packed;

    /**
     * Bytes in one encoding.
     *
     * @param headers of a 200
     * @param unchanged headers of a 304
     */
    public record Variant(List<Field> headers, List<Field> unchanged, String validator, Buffer body) {}

    /** A header in bytes, which need not be made of characters each time it is sent. */
    public record Field(CharSequence name, CharSequence value) {}

    /**
     * An answer.
     *
     * @param language tag of the language it is in
     * @param next where the list goes on; null where it ends
     * @param modelRevision of the model that it is about, if it is about one
     * @param revision of the snapshot it was read in; negative where it was read in none
     * @param template path of its resource, with names in braces
     */
    public Representation(
            byte[] body, String language, String next, OptionalLong modelRevision, long revision, String template) {
        this.body = Buffer.buffer(body);
        this.modelRevision = modelRevision;
        this.revision = revision;
        this.template = template;
        always = new TreeMap<>(CrossOrigin.ofAnswer());
        always.put("Vary", VARY);
        always.put("Content-Language", language);
        if (next != null) {
            always.put("Link", "<" + next + ">; rel=\"next\"");
        }
        if (revision >= 0) {
            always.put("Modeltree-Revision", Long.toString(revision));
        }
    }

    /** Value of Cache-Control: shared caches may not keep what somebody had to say who they are for. */
    public static String cacheControl(boolean authorized) {
        return (authorized ? "private" : "public") + FRESHNESS;
    }

    /** Revision of the snapshot that it was read in. */
    long revision() {
        return revision;
    }

    /** Path of its resource, with names in braces; empty where it is not known. */
    String template() {
        return template;
    }

    /** Bytes of the body as it is without any coding. */
    public int size() {
        return body.length();
    }

    /** In the encoding that an Accept-Encoding header wants, to whom it may concern. */
    public Variant variant(String acceptEncoding) {
        return body.length() >= MIN_TO_COMPRESS && acceptsGzip(acceptEncoding) ? packed() : plain();
    }

    private Variant plain() {
        Variant known = plain;
        if (known == null) {
            known = variant(body, "");
            plain = known;
        }
        return known;
    }

    private Variant packed() {
        Variant known = packed;
        if (known == null) {
            known = variant(Buffer.buffer(gzip(body.getBytes())), "gzip");
            packed = known;
        }
        return known;
    }

    private Variant variant(Buffer sent, String coding) {
        String validator = validator(body.getBytes(), modelRevision, !coding.isEmpty());
        Map<String, String> unchanged = new TreeMap<>(always);
        unchanged.put("ETag", validator);
        Map<String, String> headers = new TreeMap<>(unchanged);
        headers.put("Content-Type", "application/json");
        headers.put("Content-Length", Integer.toString(sent.length()));
        if (!coding.isEmpty()) {
            headers.put("Content-Encoding", coding);
        }
        return new Variant(fields(headers), fields(unchanged), validator, sent);
    }

    private static List<Field> fields(Map<String, String> headers) {
        return headers.entrySet().stream()
                .map(header -> new Field(
                        SHARED.computeIfAbsent(header.getKey(), HttpHeaders::createOptimized),
                        SAME.contains(header.getKey())
                                ? SHARED.computeIfAbsent(header.getValue(), HttpHeaders::createOptimized)
                                : HttpHeaders.createOptimized(header.getValue())))
                .toList();
    }

    /** Computes all that may be needed. @return how many bytes it takes to keep it, about */
    int complete() {
        int bytes = plain().body().length();
        if (body.length() >= MIN_TO_COMPRESS) {
            bytes += packed().body().length();
        }
        return bytes;
    }

    /** Quoted; the part before the dot is the model's revision, where the answer is a model's. */
    public static String validator(byte[] body, OptionalLong modelRevision, boolean compressed) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(body);
            String content = HexFormat.of().formatHex(hash, 0, VALIDATOR_BYTES);
            String prefix = modelRevision.isPresent() ? modelRevision.getAsLong() + "." : "";
            return "\"" + prefix + content + (compressed ? "-gzip" : "") + "\"";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
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
    public static boolean matches(String header, String validator) {
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
    public static boolean acceptsGzip(String header) {
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
