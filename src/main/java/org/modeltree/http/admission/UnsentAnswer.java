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

/** The memory of an answer, from when it is made until the client has taken it. */
public final class UnsentAnswer {

    /** Under which a request carries it. */
    public static final String KEY = "modeltree.unsent-answer";

    private final UnsentAnswers all;
    private final String client;
    private final HttpConnection connection;
    private final HttpServerResponse response;
    private final int stream;
    private int size;
    private boolean answered;
    /** What the client has taken so far, in a measure of its protocol's own: whenever it changes, the client reads. */
    private long position;

    private long progressAt;

    UnsentAnswer(UnsentAnswers all, String client, HttpServerRequest request) {
        this.all = all;
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

    /** Its length, in bytes; 0 until it is made. */
    synchronized int size() {
        return size;
    }

    /** The answer is made, and has so many bytes. */
    public synchronized void computed(int bytes) {
        size = bytes;
        all.count(this, bytes);
    }

    /** The answer was handed over to be sent, or the client has left. */
    void answered() {
        synchronized (this) {
            answered = true;
            progressAt = System.nanoTime();
        }
        look();
    }

    /** For how long the client has not taken a byte of its answer, in nanoseconds. */
    synchronized long stalledNanos() {
        return answered ? System.nanoTime() - progressAt : 0;
    }

    /** Looks what the client has taken since. Only a connection's own thread may look at its streams. */
    void look() {
        Channel channel = channel();
        if (channel == null) {
            all.forget(this);
        } else if (channel.eventLoop().inEventLoop()) {
            look(channel);
        } else {
            channel.eventLoop().execute(() -> look(channel));
        }
    }

    private void look(Channel channel) {
        if (isTaken(channel)) {
            all.forget(this);
        }
    }

    private synchronized boolean isTaken(Channel channel) {
        if (!answered || !channel.isActive()) {
            return answered;
        }
        Http2ConnectionHandler handler = channel.pipeline().get(Http2ConnectionHandler.class);
        long before = position;
        boolean taken;
        if (handler == null) {
            taken = channel.isWritable();
            position = channel.bytesBeforeWritable();
        } else {
            Http2Stream own = handler.connection().stream(stream);
            Http2RemoteFlowController flow = handler.connection().remote().flowController();
            // What no window lets through waits in the stream, and the connection can be written to all the same.
            taken = (own == null || !flow.hasFlowControlled(own)) && channel.isWritable();
            position = own == null ? channel.bytesBeforeWritable() : flow.windowSize(own);
        }
        if (position != before) {
            progressAt = System.nanoTime();
        }
        return taken;
    }

    /** Lets the client go, who does not take what it asked for. */
    public void abandon() {
        if (stream < 0) {
            abandon(connection);
        } else {
            response.reset();
        }
    }

    /** Ends a connection at once; Vert.x would wait until all that is to be sent is sent, which may never be. */
    @SuppressWarnings("FutureReturnValueIgnored") // Nobody waits for the end of a connection that leads nowhere.
    public static void abandon(HttpConnection connection) {
        if (connection instanceof ConnectionBase base) {
            base.channel().config().setOption(ChannelOption.SO_LINGER, 0);
            // From the place of Vert.x on, which would put it off.
            base.channelHandlerContext().close();
        } else {
            connection.close();
        }
    }

    /** Vert.x does not say when an answer has left; only its own class for connections knows the channel that does. */
    private Channel channel() {
        return connection instanceof ConnectionBase base ? base.channel() : null;
    }
}
