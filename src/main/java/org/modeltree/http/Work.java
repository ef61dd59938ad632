package org.modeltree.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * What a request takes of the service: first a permit, while its answer is computed, then the memory of the answer, until
 * the client has taken it.
 */
final class Work {

    /** Under which a request carries it. */
    static final String KEY = "modeltree.work";

    private final String client;
    private final HttpConnection connection;
    private final AdmissionQueue.Permit permit;
    private int bytes;
    private long leastPending = Long.MAX_VALUE;
    private long progressAt = System.nanoTime();
    private boolean answered;

    Work(String client, HttpServerRequest request, AdmissionQueue.Permit permit) {
        this.client = client;
        this.connection = request.connection();
        this.permit = permit;
    }

    String client() {
        return client;
    }

    /** The answer is made, and has so many bytes; what made it is free for others. */
    synchronized void computed(int size) {
        bytes = size;
        permit.release();
    }

    /** The answer was handed over to be sent, or the client has left. */
    synchronized void answered() {
        answered = true;
        progressAt = System.nanoTime();
        permit.release();
    }

    /** Bytes of the answer that the client has not taken yet, about. */
    synchronized int unsentBytes() {
        return bytes;
    }

    /** Whether nothing of it is left in memory. */
    synchronized boolean isOver() {
        Channel channel = channel();
        return answered && (channel == null || !channel.isActive() || channel.isWritable());
    }

    /** For how long the client has not taken a byte of its answer, in nanoseconds. */
    synchronized long stalledNanos() {
        Channel channel = channel();
        if (!answered || channel == null) {
            return 0;
        }
        long pending = channel.bytesBeforeWritable();
        if (pending < leastPending) {
            leastPending = pending;
            progressAt = System.nanoTime();
        }
        return System.nanoTime() - progressAt;
    }

    /**
     * Lets the client go, who does not take what it asked for. Vert.x would close the connection when all that waits to
     * be sent is sent, which may never be.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for the end of a connection that leads nowhere.
    void abandon() {
        Channel channel = channel();
        if (channel == null) {
            connection.close();
        } else {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.close();
        }
    }

    /** Vert.x does not say when an answer has left; only its own class for connections knows the channel that does. */
    private Channel channel() {
        return connection instanceof ConnectionBase base ? base.channel() : null;
    }
}
