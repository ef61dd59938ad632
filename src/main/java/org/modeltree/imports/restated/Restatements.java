package org.modeltree.imports.restated;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.modeltree.formats.source.CatalogSink;
import org.modeltree.identity.OfferingDescriptor;

/**
 * Statements that this service makes itself when it exports its catalog in a foreign format. A file that repeats one states
 * nothing: the format may have no place for the origin, the dates or the history of a fact, so that the statement seems to be
 * a new one of the format's catalog. Collects what a reader finds in the exports, each statement as a hash.
 */
public final class Restatements implements CatalogSink {

    /** No statements: none of the file is a repetition. */
    public static final Restatements NONE = new Restatements();

    /** 128 bits: equal hashes of different statements are out of the question. */
    private static final int HASH_BYTES = 16;

    private static final Set<String> NAMED_BY_READERS = Set.of("provider", "benchmark", "vendor");

    /** Keys of stored records of these types. */
    private final Set<String> stored = new HashSet<>();

    private final Set<String> hashes = new HashSet<>();

    Restatements() {}

    /** Whether the catalog makes this statement itself. */
    public boolean has(ObjectNode record) {
        return !hashes.isEmpty() && hashes.contains(hash(record.toString()));
    }

    /** Whether the catalog says of this offering and its model exactly what the entry of a file says. */
    public boolean has(ObjectNode offering, OfferingDescriptor descriptor, List<ObjectNode> about) {
        return !hashes.isEmpty() && hashes.contains(hash(text(offering, descriptor, about)));
    }

    private static String text(ObjectNode offering, OfferingDescriptor descriptor, List<ObjectNode> about) {
        return descriptor + "\n" + offering + "\n" + about;
    }

    @Override
    public void record(String at, ObjectNode record) {
        if (!isNamedByReaders(record) || stored.contains(key(record))) {
            hashes.add(hash(record.toString()));
        }
    }

    /** Notes that the catalog has this record. */
    void stored(ObjectNode record) {
        if (isNamedByReaders(record)) {
            stored.add(key(record));
        }
    }

    /** Whether a reader states such a record by itself, whether the catalog has it or not. */
    private static boolean isNamedByReaders(ObjectNode record) {
        return NAMED_BY_READERS.contains(record.path("type").asText());
    }

    private static String key(ObjectNode record) {
        return record.path("type").asText() + " " + record.path("id").asText();
    }

    @Override
    public void offering(
            String at, ObjectNode offering, OfferingDescriptor descriptor, List<ObjectNode> about, String proposed) {
        hashes.add(hash(text(offering, descriptor, about)));
    }

    @Override
    public void reject(String at, String reason, List<String> suggestions, String value) {
        // A format may be unable to say what the catalog knows; then the file has nothing of it either.
    }

    @Override
    public void ignored(String key) {
        // Only statements count.
    }

    @Override
    public void note(String at, String reason, String value) {
        // Only statements count.
    }

    private static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(Arrays.copyOf(hash, HASH_BYTES));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
