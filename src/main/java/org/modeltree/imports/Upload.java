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
 * A catalog that a client sent, in a file without a name: it has been deleted since it was opened, so the system takes
 * its bytes back when it is closed or the process ends, however that is.
 */
final class Upload implements CatalogSource {

    private static final Logger LOG = Logger.getLogger(Upload.class);
    private static final int BLOCK = 1 << 17;

    private final AsyncFile file;
    private Buffer gathered = Buffer.buffer();
    private Future<Void> writing = Future.succeededFuture();
    /** Counted on the event loop, and read elsewhere only when it is complete. */
    private final AtomicLong size = new AtomicLong();

    Upload(AsyncFile file) {
        this.file = file;
    }

    /** Adds bytes; the future succeeds when more are wanted. While one block is being written, the next is gathered. */
    Future<Void> add(Buffer part) {
        gathered.appendBuffer(part);
        size.addAndGet(part.length());
        if (gathered.length() < BLOCK) {
            return Future.succeededFuture();
        }
        Future<Void> before = writing;
        writeGathered();
        return before;
    }

    /** Writes what is left. */
    Future<Upload> complete() {
        writeGathered();
        return writing.map(this);
    }

    private void writeGathered() {
        Buffer block = gathered;
        gathered = Buffer.buffer();
        writing = writing.compose(done -> file.write(block));
    }

    @Override
    public long size() {
        return size.get();
    }

    @Override
    public void discard() {
        file.close().onFailure(fault -> LOG.warnf("An upload could not be closed: %s", fault.getMessage()));
    }

    /** Is read by the thread that imports; the file itself is read elsewhere meanwhile. */
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
