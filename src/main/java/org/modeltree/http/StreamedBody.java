package org.modeltree.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Response body that is sent in chunks at the pace of the client. A client that stops reading occupies the memory of
 * one chunk and no thread. The body is neither cached nor hashed, and identical requests do not wait for it.
 */
public interface StreamedBody {

    /**
     * The next chunk; empty at the end. Called on the request's event loop once the previous chunk has been sent; the
     * future must complete there. If it fails, the connection is reset, so that no client mistakes a part for the
     * whole.
     */
    Future<Optional<Buffer>> next();

    /** Length of the complete body in bytes, if it is known in advance. */
    OptionalLong length();

    /** Time after which a connection is closed if the client has not read a chunk. */
    Duration stallTimeout();

    /** Releases the resources of the body. Called once, when it has been sent or the client has disconnected. */
    void close();
}
