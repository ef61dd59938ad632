package org.modeltree.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A request that wants to change something.
 *
 * @param target method, path and query
 * @param body as it came; may be empty
 * @param conditions what has to be there for it
 * @param idempotencyKey under which a repetition is known; null where none was given
 * @param caller what tells who asks from all others
 * @param actor what who asks is called
 */
public record WriteRequest(
        String target,
        ByteBuffer body,
        WriteConditions conditions,
        String idempotencyKey,
        String caller,
        String actor) {

    /** What is told apart by it is another request: a hash over target and body. */
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

    /** The key under which a repetition is known, if one was given. */
    public Optional<String> key() {
        return Optional.ofNullable(idempotencyKey);
    }
}
