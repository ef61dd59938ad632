package org.modeltree.http.value;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;
import java.util.zip.GZIPOutputStream;

/**
 * A successful response to a read, ready to be sent again: its body, plain and compressed, with the headers and ETag of
 * each. Immutable, apart from variants that are computed on first use. The header Modeltree-Revision is not among them,
 * because the same answer is sent at later revisions, too.
 */
public final class Representation {

    private static final String FRESHNESS = ", max-age=60, stale-while-revalidate=600";
    /** Includes Authorization, because curators see more, and an invalid token is refused. */
    public static final String VARY = "Accept-Encoding, Accept-Language, Authorization";

    /** Headers with few distinct values. */
    private static final Set<String> SHARED_VALUES = Set.of(
            "Access-Control-Allow-Origin",
            "Access-Control-Expose-Headers",
            "Content-Encoding",
            "Content-Language",
            "Content-Type",
            "Vary");

    /** Encoded header names, and values of {@link #SHARED_VALUES}, which all representations share. */
    private static final Map<String, CharSequence> SHARED = new ConcurrentHashMap<>();

    /** Smaller bodies, in bytes, are not worth compressing. */
    private static final int MIN_TO_COMPRESS = 512;

    /**
     * Larger bodies, in bytes, are compressed before they are cached. Others are compressed when a client first asks for it,
     * which takes less than half a millisecond of an event loop: most answers are only ever asked for in one encoding.
     */
    private static final int MIN_TO_PRECOMPRESS = 32_768;

    /** JSON becomes at least this much smaller. */
    private static final int LEAST_COMPRESSION = 3;

    /** Hexadecimal digits of the length in a digest. */
    private static final int LENGTH_DIGITS = 8;

    /** The only copy of the plain bytes, because a cached one would double the memory. */
    private final byte[] bytes;

    /** The same bytes. */
    private final Buffer body;

    /** Digest of the body, of which the ETags of all variants are made. */
    private final String digest;

    private final Media media;
    private final Map<String, String> commonHeaders;
    private final OptionalLong modelRevision;
    private final long revision;
    private final String template;
    private volatile Variant plain;
    private volatile Variant compressed;

    /**
     * The representation in one content encoding.
     *
     * @param headers headers of a 200 response
     * @param notModifiedHeaders headers of a 304 response
     * @param validator quoted ETag
     * @param body encoded body
     */
    public record Variant(List<Field> headers, List<Field> notModifiedHeaders, String validator, Buffer body) {}

    /** A header that is encoded already, so that sending it costs less. */
    public record Field(CharSequence name, CharSequence value) {}

    /**
     * A representation with all that its headers are made from.
     *
     * @param body JSON without content encoding, which must not change any more
     * @param language tag of its language
     * @param next link to the next page of a list; null if there is none
     * @param modelRevision revision of the model that it shows; empty if it shows none
     * @param revision revision of the snapshot that it was read in; negative if none
     * @param template path template of its resource
     */
    public Representation(
            byte[] body, String language, String next, OptionalLong modelRevision, long revision, String template) {
        this(body, Media.JSON, language, next, modelRevision, revision, template);
    }

    /** A representation of any media type. */
    public Representation(
            byte[] body,
            Media media,
            String language,
            String next,
            OptionalLong modelRevision,
            long revision,
            String template) {
        this(body, media, commonHeaders(media, language, next), modelRevision, revision, template);
    }

    private Representation(
            byte[] body,
            Media media,
            Map<String, String> commonHeaders,
            OptionalLong modelRevision,
            long revision,
            String template) {
        this.bytes = body;
        this.body = wrapped(body);
        this.digest = digest(body);
        this.media = media;
        this.commonHeaders = commonHeaders;
        this.modelRevision = modelRevision;
        this.revision = revision;
        this.template = template;
    }

    /** The same bytes as a buffer; all other methods of Vert.x copy them. */
    @SuppressWarnings("deprecation") // Vert.x 5 has the method in an internal interface.
    private static Buffer wrapped(byte[] bytes) {
        return Buffer.buffer(Unpooled.wrappedBuffer(bytes));
    }

    private static Map<String, String> commonHeaders(Media media, String language, String next) {
        Map<String, String> headers = new TreeMap<>(CrossOrigin.ofAnswer());
        headers.put("Vary", media.vary());
        headers.put("Content-Language", language);
        if (next != null) {
            headers.put("Link", "<" + next + ">; rel=\"next\"");
        }
        return headers;
    }

    /** Value of Cache-Control; private for authorized requests, so that shared caches do not store the response. */
    public static String cacheControl(boolean authorized) {
        return (authorized ? "private" : "public") + FRESHNESS;
    }

    /** Value of Cache-Control for an answer whose stored copies must be checked by their ETag before each use. */
    public static String revalidated(boolean authorized) {
        return (authorized ? "private" : "public") + ", no-cache";
    }

    /** The same answer with the body that it has at a later revision. */
    public Representation with(byte[] laterBody, long laterRevision) {
        return new Representation(laterBody, media, commonHeaders, modelRevision, laterRevision, template);
    }

    /** The body without content encoding, which must not be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Revision of the snapshot that it was read in; negative if none. */
    public long revision() {
        return revision;
    }

    /** Value of Content-Type. */
    public String contentType() {
        return media.contentType();
    }

    /** Path template of its resource; empty if unknown. */
    public String template() {
        return template;
    }

    /** Length of the plain body in bytes. */
    public int size() {
        return body.length();
    }

    /** The variant that an Accept-Encoding header asks for. */
    public Variant variant(String acceptEncoding) {
        return isWorthCompressing() && acceptsGzip(acceptEncoding) ? compressed() : plain();
    }

    private boolean isWorthCompressing() {
        return body.length() >= MIN_TO_COMPRESS && media.isCompressible();
    }

    private Variant plain() {
        Variant known = plain;
        if (known == null) {
            known = variant(body, "");
            plain = known;
        }
        return known;
    }

    private Variant compressed() {
        Variant known = compressed;
        if (known == null) {
            known = variant(wrapped(gzip(bytes)), "gzip");
            compressed = known;
        }
        return known;
    }

    private Variant variant(Buffer sent, String coding) {
        String validator = validator(digest, modelRevision, !coding.isEmpty());
        Map<String, String> notModified = new TreeMap<>(commonHeaders);
        notModified.put("ETag", validator);
        Map<String, String> headers = new TreeMap<>(notModified);
        headers.put("Content-Type", media.contentType());
        headers.put("Content-Length", Integer.toString(sent.length()));
        if (!coding.isEmpty()) {
            headers.put("Content-Encoding", coding);
        }
        return new Variant(fields(headers), fields(notModified), validator, sent);
    }

    private static List<Field> fields(Map<String, String> headers) {
        return headers.entrySet().stream()
                .map(header -> new Field(
                        SHARED.computeIfAbsent(header.getKey(), HttpHeaders::createOptimized),
                        SHARED_VALUES.contains(header.getKey())
                                ? SHARED.computeIfAbsent(header.getValue(), HttpHeaders::createOptimized)
                                : HttpHeaders.createOptimized(header.getValue())))
                .toList();
    }

    /** Whether {@link #precompute} compresses it, which takes an event loop too long. */
    public boolean isPrecompressed() {
        return isWorthCompressing() && size() >= MIN_TO_PRECOMPRESS;
    }

    /**
     * Computes what would take an event loop too long.
     *
     * @return the approximate size of all variants in bytes, also of those that are computed later
     */
    public int precompute() {
        int bytes = plain().body().length();
        if (!isWorthCompressing()) {
            return bytes;
        }
        if (isPrecompressed()) {
            return bytes + compressed().body().length();
        }
        return bytes + bytes / LEAST_COMPRESSION;
    }

    /** The quoted ETag of a body; for a model it begins with the model's revision and a dot. */
    public static String validator(byte[] body, OptionalLong modelRevision, boolean compressed) {
        return validator(digest(body), modelRevision, compressed);
    }

    private static String validator(String digest, OptionalLong modelRevision, boolean compressed) {
        String prefix = modelRevision.isPresent() ? modelRevision.getAsLong() + "." : "";
        return "\"" + prefix + digest + (compressed ? "-gzip" : "") + "\"";
    }

    /**
     * Two checksums and the length. It tells an answer from former ones at the same address and protects against nobody, so
     * that 64 bits suffice. Processors have instructions for both; SHA-256 took a tenth of the time of an answer from memory.
     */
    private static String digest(byte[] body) {
        Checksum one = new CRC32C();
        one.update(body, 0, body.length);
        Checksum other = new CRC32();
        other.update(body, 0, body.length);
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits((one.getValue() << Integer.SIZE) | other.getValue())
                + hex.toHexDigits(body.length, LENGTH_DIGITS);
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

    /** Whether an If-None-Match header matches the ETag, by the weak comparison that RFC 9110 prescribes. */
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

    /** Whether an Accept-Encoding header accepts gzip, by name or by an asterisk, with a weight above zero. */
    public static boolean acceptsGzip(String header) {
        if (header == null) {
            return false;
        }
        Boolean named = null;
        boolean any = false;
        for (String coding : header.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = coding.strip().split(";", 2);
            String name = parts[0].strip();
            boolean accepted = parts.length < 2 || !parts[1].replace(" ", "").matches("q=0(\\.0*)?");
            if (name.equals("gzip") || name.equals("x-gzip")) {
                named = accepted;
            } else if (name.equals("*")) {
                any = accepted;
            }
        }
        return named != null ? named : any;
    }
}
