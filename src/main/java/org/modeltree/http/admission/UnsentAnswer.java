package org.modeltree.http.admission;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;

/** Memory of one answer, counted from when it is computed until the client has received it. */
public final class UnsentAnswer {

    private final UnsentAnswers answers;
    private final String client;
    private final HttpConnection connection;
    private final HttpServerResponse response;
    private final int stream;
    private int size;
    private boolean answered;
    private boolean forgotten;
    /** Send progress in a unit that depends on the protocol; any change means that the client reads. */
    private long position;

    private long progressAt;

    UnsentAnswer(UnsentAnswers answers, String client, HttpServerRequest request) {
        this.answers = answers;
        this.client = client;
        this.connection = request.connection();
        this.response = request.response();
        this.stream = request.streamId();
    }

    String client() {
        return client;
    }

    boolean isOn(HttpConnection other) {
        return connection.equals(other);
    }

    /** Stops counting the answer; returns the bytes that were counted. */
    synchronized int forgotten() {
        forgotten = true;
        return size;
    }

    /** Records that the answer is computed, with its length in bytes. */
    public synchronized void computed(int bytes) {
        // If the client disconnected meanwhile, nothing would discount the bytes.
        if (!forgotten) {
            size = bytes;
            answers.count(this, bytes);
        }
    }

    /** Records that the answer was passed to the connection, or that the client disconnected. */
    void answered() {
        synchronized (this) {
            answered = true;
            progressAt = System.nanoTime();
        }
        checkProgress();
    }

    /** Nanoseconds since the client last read a part of the answer; 0 before it is sent. */
    synchronized long stalledNanos() {
        return answered ? System.nanoTime() - progressAt : 0;
    }

    /** Updates the progress. Runs on the event loop of the connection, which alone may access its streams. */
    void checkProgress() {
        Channel channel = channel();
        if (channel == null) {
            answers.forget(this);
        } else if (channel.eventLoop().inEventLoop()) {
            checkProgress(channel);
        } else {
            channel.eventLoop().execute(() -> checkProgress(channel));
        }
    }

    private void checkProgress(Channel channel) {
        if (isReceived(channel)) {
            answers.forget(this);
        }
    }

    private synchronized boolean isReceived(Channel channel) {
        if (!answered || !channel.isActive()) {
            return answered;
        }
        Http2ConnectionHandler handler = channel.pipeline().get(Http2ConnectionHandler.class);
        long before = position;
        boolean received;
        if (handler == null) {
            received = channel.isWritable();
            position = channel.bytesBeforeWritable();
        } else {
            Http2Stream own = handler.connection().stream(stream);
            Http2RemoteFlowController flow = handler.connection().remote().flowController();
            // Data held back by flow control waits in the stream, while the connection itself stays writable.
            received = (own == null || !flow.hasFlowControlled(own)) && channel.isWritable();
            position = own == null ? channel.bytesBeforeWritable() : flow.windowSize(own);
        }
        if (position != before) {
            progressAt = System.nanoTime();
        }
        return received;
    }

    /** Drops the answer of a client that does not read it. */
    public void abandon() {
        if (stream < 0) {
            abandon(connection);
        } else {
            response.reset();
        }
    }

    /** Closes a connection at once. Vert.x would first send all pending data, which may never complete. */
    @SuppressWarnings("FutureReturnValueIgnored") // The result of closing a broken connection does not matter.
    public static void abandon(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            base.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            // From the context of the Vert.x handler on, so that Vert.x cannot delay it.
            base.channelHandlerContext().close();
        } else {
            connection.close();
        }
    }

    /**
     * The Netty channel, which knows what has been sent; Vert.x itself does not tell. Null for an unknown
     * implementation.
     */
    private Channel channel() {
        return connection instanceof ConnectionBase base ? base.channel() : null;
    }
}
