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

/**
 * An export on disk, packed with gzip once for all who want it, plain or packed. One thread writes it; any number read
 * it, also while it grows. It has no name on the disk any more once it is open, so that it ends with the process,
 * however that ends.
 */
final class ExportFile implements AutoCloseable {

    /** Bytes that the packer has before what is packed. */
    static final int GZIP_HEADER = 10;

    private static final int BUFFER = 1 << 16;

    /** Whether more is to come. */
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

    /** Is told of bytes before they are written, and may refuse them. */
    @FunctionalInterface
    interface Room {

        /** So many bytes more are needed. */
        void take(int bytes) throws IOException;
    }

    /** Writes an export, unpacked. */
    @FunctionalInterface
    interface Content {

        /** Writes all of it. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Fills the file; it is complete when this returns, and failed if it throws. */
    void fill(Content content, Room room) throws IOException {
        try (Packer packer = new Packer(new Appender(room))) {
            content.writeTo(packer);
            packer.finish();
            end(State.COMPLETE, packer.unpackedSize());
        } finally {
            fail();
        }
    }

    /** Says that no more will come. Does nothing to a file that is complete already. */
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

    /** Bytes on disk so far. */
    synchronized long size() {
        return size;
    }

    /** Bytes of the whole export before it was packed; 0 until it is complete. */
    synchronized long unpackedSize() {
        return unpackedSize;
    }

    /** Runs an action once there is anything behind a position, or nothing will be any more: perhaps now. */
    void whenBeyond(long position, Runnable action) {
        synchronized (this) {
            if (size <= position && state == State.GROWING) {
                waiting.add(action);
                return;
            }
        }
        action.run();
    }

    /** Reads what is there from a position on. @return how many bytes, 0 if there are none yet or none any more */
    int read(ByteBuffer into, long position) throws IOException {
        return Math.max(0, channel.read(into, position));
    }

    @Override
    public void close() {
        fail();
        try {
            channel.close();
        } catch (IOException lost) {
            // Nobody reads it any more, and it has no name that could be left.
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

        private final Room room;

        Appender(Room room) {
            this.room = room;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            room.take(length);
            append(bytes, offset, length);
        }
    }

    /** At its fastest, because the snapshot is held meanwhile. */
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
            // What was not finished must not look as if it were.
            def.end();
        }
    }
}
