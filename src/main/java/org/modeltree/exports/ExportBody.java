package org.modeltree.exports;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.modeltree.http.StreamedBody;

/** Response body with an export's file, compressed or not, sent even while the file grows. */
final class ExportBody implements StreamedBody {

    private static final int PIECE = 1 << 16;
    private static final int PACKED_PIECE = 1 << 13;

    private final ExportFile file;
    private final boolean packed;
    private final Duration stallTimeout;
    private final WorkerExecutor readers;
    private final Context context;
    private final OptionalLong length;
    private final Inflater inflater = new Inflater(true);
    private long position;

    /**
     * The body of one response.
     *
     * @param file file of the export
     * @param packed whether the client accepts gzip
     * @param stallTimeout how long the client may take for one piece
     * @param readers threads that read the disk
     * @param context Vert.x context of the request
     */
    ExportBody(ExportFile file, boolean packed, Duration stallTimeout, WorkerExecutor readers, Context context) {
        this.file = file;
        this.packed = packed;
        this.stallTimeout = stallTimeout;
        this.readers = readers;
        this.context = context;
        position = packed ? 0 : ExportFile.GZIP_HEADER;
        length = file.state() == ExportFile.State.COMPLETE
                ? OptionalLong.of(packed ? file.size() : file.unpackedSize())
                : OptionalLong.empty();
    }

    @Override
    public Future<Optional<Buffer>> next() {
        // Checked before reading, so that a complete file is always read to its end.
        ExportFile.State state = file.state();
        if (state == ExportFile.State.FAILED) {
            return Future.failedFuture("the export failed");
        }
        return readers.executeBlocking(this::read, false).compose(piece -> {
            if (piece.length() > 0) {
                return Future.succeededFuture(Optional.of(piece));
            }
            if (state == ExportFile.State.COMPLETE) {
                return packed || inflater.finished()
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture("the export file ended early");
            }
            return grown().compose(more -> next());
        });
    }

    private Future<Void> grown() {
        Promise<Void> grown = Promise.promise();
        file.whenBeyond(position, () -> context.runOnContext(now -> grown.complete()));
        return grown.future();
    }

    private Buffer read() throws IOException, DataFormatException {
        return packed ? readPacked() : readUnpacked();
    }

    private Buffer readPacked() throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        position += file.read(piece, position);
        return Buffer.buffer().appendBytes(piece.array(), 0, piece.position());
    }

    private Buffer readUnpacked() throws IOException, DataFormatException {
        byte[] piece = new byte[PIECE];
        int filled = 0;
        while (filled < PIECE && !inflater.finished()) {
            if (inflater.needsInput()) {
                ByteBuffer input = ByteBuffer.allocate(PACKED_PIECE);
                int count = file.read(input, position);
                if (count == 0) {
                    break;
                }
                position += count;
                inflater.setInput(input.array(), 0, count);
            }
            filled += inflater.inflate(piece, filled, PIECE - filled);
        }
        return Buffer.buffer().appendBytes(piece, 0, filled);
    }

    @Override
    public OptionalLong length() {
        return length;
    }

    @Override
    public Duration stallTimeout() {
        return stallTimeout;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
