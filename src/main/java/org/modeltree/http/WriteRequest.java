package org.modeltree.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A request to change the catalog.
 *
 * @param target method, path and query
 * @param body as received; may be empty
 * @param conditions its preconditions
 * @param idempotencyKey key that identifies repetitions; null without one
 * @param caller unique key of the caller; empty if anonymous
 * @param actor name of the caller for people to read; callers may share one
 */
public record WriteRequest(
        String target,
        ByteBuffer body,
        WriteConditions conditions,
        String idempotencyKey,
        String caller,
        String actor) {

    /** SHA-256 of target and body in hex, by which a reused idempotency key is recognized. */
    public String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(target.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) '\n');
            digest.update(body.duplicate());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The idempotency key, if the client sent one. */
    public Optional<String> key() {
        return Optional.ofNullable(idempotencyKey);
    }
}
