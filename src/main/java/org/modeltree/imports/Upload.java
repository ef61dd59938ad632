package org.modeltree.imports;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * An uploaded catalog in an unnamed file: the file is deleted as soon as it is open, so the operating system frees its
 * space when it is closed or the process ends, even by a crash.
 */
final class Upload implements CatalogSource {

    private static final Logger LOG = Logger.getLogger(Upload.class);
    private static final int BLOCK = 1 << 17;

    private final AsyncFile file;
    private Buffer buffered = Buffer.buffer();
    private Future<Void> writing = Future.succeededFuture();
    /** Written on the event loop only; other threads read it after the upload is complete. */
    private final AtomicLong size = new AtomicLong();

    Upload(AsyncFile file) {
        this.file = file;
    }

    /** Adds bytes; the future completes when more can be taken. While one block is written, the next one is buffered. */
    Future<Void> add(Buffer part) {
        buffered.appendBuffer(part);
        size.addAndGet(part.length());
        if (buffered.length() < BLOCK) {
            return Future.succeededFuture();
        }
        Future<Void> before = writing;
        writeBuffered();
        return before;
    }

    /** Writes the remaining bytes. */
    Future<Upload> complete() {
        writeBuffered();
        return writing.map(this);
    }

    private void writeBuffered() {
        Buffer block = buffered;
        buffered = Buffer.buffer();
        writing = writing.compose(done -> file.write(block));
    }

    @Override
    public long size() {
        return size.get();
    }

    @Override
    public void discard() {
        file.close().onFailure(fault -> LOG.warnf("Cannot close an uploaded catalog: %s", fault.getMessage()));
    }

    /** A blocking stream for the importing thread; Vert.x reads the file on a thread of its own. */
    @Override
    public InputStream open() {
        return new InputStream() {

            private byte[] block = new byte[0];
            private int next;
            private long position;

            @Override
            public int read() throws IOException {
                return isAtEnd() ? -1 : block[next++] & 0xff;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                if (length == 0) {
                    return 0;
                }
                if (isAtEnd()) {
                    return -1;
                }
                int count = Math.min(length, block.length - next);
                System.arraycopy(block, next, bytes, offset, count);
                next += count;
                return count;
            }

            private boolean isAtEnd() throws IOException {
                if (next == block.length && position < size()) {
                    block = block(position);
                    next = 0;
                    position += block.length;
                }
                return next == block.length;
            }
        };
    }

    private byte[] block(long position) throws IOException {
        int length = (int) Math.min(BLOCK, size() - position);
        try {
            byte[] block = file.read(Buffer.buffer(length), 0, position, length)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get()
                    .getBytes();
            if (block.length == 0) {
                throw new IOException("The upload ends at byte " + position + " instead of " + size());
            }
            return block;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The service is stopping");
        } catch (ExecutionException broken) {
            throw new IOException(broken.getCause());
        }
    }
}
