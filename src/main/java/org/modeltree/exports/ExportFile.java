package org.modeltree.exports;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.modeltree.formats.source.CatalogWriter;

/**
 * An export on disk, compressed with gzip once for all clients. One thread writes it; any number read it, even while it
 * grows. The file is deleted as soon as it is open, so its space is freed when the process ends, even by a crash.
 */
final class ExportFile implements AutoCloseable {

    /** Size of the gzip header in bytes. */
    static final int GZIP_HEADER = 10;

    private static final int BUFFER = 1 << 16;

    /** State of the file. */
    enum State {
        GROWING,
        COMPLETE,
        FAILED
    }

    private final FileChannel channel;
    private List<Runnable> waiting = new ArrayList<>();
    private State state = State.GROWING;
    private long size;
    private long unpackedSize;

    ExportFile() throws IOException {
        Path file = Files.createTempFile("modeltree-export-", ".tmp");
        channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Uncompressed content of an export. */
    @FunctionalInterface
    interface Content {

        /** Writes the whole content. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes the file. Its state is {@code COMPLETE} when this returns, and {@code FAILED} if it throws. */
    void fill(Content content, CatalogWriter.Space space) throws IOException {
        try (Packer packer = new Packer(new Appender(space))) {
            content.writeTo(packer);
            packer.finish();
            end(State.COMPLETE, packer.unpackedSize());
        } finally {
            fail();
        }
    }

    /** Marks the file as failed, unless it is complete. */
    void fail() {
        end(State.FAILED, 0);
    }

    private void end(State end, long unpacked) {
        List<Runnable> woken;
        synchronized (this) {
            if (state != State.GROWING) {
                return;
            }
            state = end;
            unpackedSize = unpacked;
            woken = woken();
        }
        woken.forEach(Runnable::run);
    }

    private List<Runnable> woken() {
        List<Runnable> woken = waiting;
        waiting = new ArrayList<>();
        return woken;
    }

    synchronized State state() {
        return state;
    }

    /** Compressed bytes on disk so far. */
    synchronized long size() {
        return size;
    }

    /** Uncompressed size of the export in bytes; 0 until it is complete. */
    synchronized long unpackedSize() {
        return unpackedSize;
    }

    /** Runs an action once there are bytes beyond a position, or the file has ended; at once if that is so already. */
    void whenBeyond(long position, Runnable action) {
        synchronized (this) {
            if (size <= position && state == State.GROWING) {
                waiting.add(action);
                return;
            }
        }
        action.run();
    }

    /**
     * Reads the available bytes from a position.
     *
     * @return number of bytes; 0 if there are none yet, or no more
     */
    int read(ByteBuffer into, long position) throws IOException {
        return Math.max(0, channel.read(into, position));
    }

    @Override
    public void close() {
        fail();
        try {
            channel.close();
        } catch (IOException lost) {
            // Nobody reads it any more, and there is no file to delete.
            return;
        }
    }

    private void append(byte[] bytes, int offset, int length) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
        long position = size();
        while (rest.hasRemaining()) {
            position += channel.write(rest, position);
        }
        List<Runnable> woken;
        synchronized (this) {
            size = position;
            woken = woken();
        }
        woken.forEach(Runnable::run);
    }

    private final class Appender extends OutputStream {

        private final CatalogWriter.Space space;

        Appender(CatalogWriter.Space space) {
            this.space = space;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            space.take(length);
            append(bytes, offset, length);
        }
    }

    /** Compresses at the fastest level, because the database snapshot is held meanwhile. */
    private static final class Packer extends GZIPOutputStream {

        Packer(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }

        long unpackedSize() {
            return def.getBytesRead();
        }

        @Override
        public void close() {
            // An unfinished file must not get the end that marks a complete one.
            def.end();
        }
    }
}
