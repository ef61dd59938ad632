package org.modeltree.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The body of an answer that is sent in pieces, at the pace of its client: one who does not read holds a piece of it in
 * memory, and no thread. It is neither cached nor hashed, and nobody who asks for the same waits for its end.
 */
public interface StreamedBody {

    /**
     * The next piece; empty at the end. It is asked for when the one before it is sent, on the request's event loop, and
     * completes there. If it fails, the connection is reset, so that no client takes a part for the whole.
     */
    Future<Optional<Buffer>> next();

    /** Bytes of the whole body, where they are known before it is sent. */
    OptionalLong length();

    /** How long a client may take for one piece; then its connection is closed. */
    Duration stallTimeout();

    /** Releases what the body needed, once it is sent or its client has left. */
    void close();
}
