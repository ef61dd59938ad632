package org.modeltree.imports;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.modeltree.http.problem.Problem;

/** Stream of a catalog: unpacks gzip while it is read, and stops at the maximum size. */
final class CatalogBytes extends FilterInputStream {

    private static final int BUFFER = 1 << 16;
    private static final int GZIP_MAGIC = 0x1f8b;
    /** How many times smaller gzip makes a catalog. */
    private static final int USUAL_RATIO = 8;

    private static final long MEGABYTE = 1L << 20;

    private final int maxMegabytes;
    private long left;

    private CatalogBytes(InputStream bytes, int maxMegabytes) {
        super(bytes);
        this.maxMegabytes = maxMegabytes;
        this.left = maxMegabytes * MEGABYTE;
    }

    /**
     * Opens a catalog. A stream that starts like gzip is unpacked, since no format starts like that.
     *
     * @throws Problem.InvalidBody if the catalog is empty, or, now or while reading, if the gzip data is corrupt
     */
    static InputStream of(InputStream sent, int maxMegabytes) throws IOException {
        try {
            PushbackInputStream peeked = new PushbackInputStream(sent, 2);
            byte[] magic = peeked.readNBytes(2);
            peeked.unread(magic);
            boolean packed = isGzip(magic);
            PushbackInputStream plain = new PushbackInputStream(packed ? new GZIPInputStream(peeked, BUFFER) : peeked);
            int first = plain.read();
            if (first < 0) {
                throw empty();
            }
            plain.unread(first);
            return new CatalogBytes(plain, maxMegabytes);
        } catch (ZipException | EOFException broken) {
            throw broken();
        }
    }

    private static boolean isGzip(byte[] magic) {
        return magic.length == 2 && ((magic[0] & 0xff) << 8 | (magic[1] & 0xff)) == GZIP_MAGIC;
    }

    /** Size of a catalog in bytes, unpacked; of one that is compressed with gzip only roughly. */
    static long unpackedSize(CatalogSource source) throws IOException {
        try (InputStream sent = source.open()) {
            return isGzip(sent.readNBytes(2)) ? source.size() * USUAL_RATIO : source.size();
        }
    }

    static String tooLarge(int maxMegabytes) {
        return "A catalog may have at most " + maxMegabytes + " MB.";
    }

    static Problem empty() {
        return new Problem.InvalidBody(List.of(new Problem.BodyFault("", "is empty; send a catalog")));
    }

    private static Problem broken() {
        return new Problem.InvalidBody(
                List.of(new Problem.BodyFault("", "is corrupt or incomplete gzip data; send the complete file")));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int count = in.read(bytes, offset, length);
            left -= Math.max(0, count);
            if (left < 0) {
                throw new Problem.Refused(
                        Problem.Reason.TOO_LARGE, tooLarge(maxMegabytes) + " This one is larger when unpacked.");
            }
            return count;
        } catch (ZipException | EOFException broken) {
            // Not an IOException, because readers report those as faults of their format.
            throw broken();
        }
    }

    @Override
    public long skip(long count) throws IOException {
        return count <= 0
                ? 0
                : Math.max(0, read(new byte[(int) Math.min(count, BUFFER)], 0, (int) Math.min(count, BUFFER)));
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
