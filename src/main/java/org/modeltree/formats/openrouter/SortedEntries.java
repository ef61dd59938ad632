package org.modeltree.formats.openrouter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.modeltree.formats.source.CatalogWriter;
import org.modeltree.formats.source.JsonSource;

/**
 * The first entries of a list by a value, lowest first; ties keep the order in which they were added, and unknown values come
 * last. The entries wait in a temporary file without a name, and only 20 bytes for each are in memory.
 */
final class SortedEntries implements AutoCloseable {

    private static final int BUFFER = 1 << 16;
    private static final int FIRST_CAPACITY = 1_000;

    /** More entries than a catalog has are not counted off. */
    private static final int ALL = 1 << 29;

    private final CatalogWriter.Space space;
    private final int most;
    private final FileChannel file;
    private final OutputStream out;
    private long written;
    private long reserved;

    private int size;
    private boolean isCut;
    private double[] values = new double[FIRST_CAPACITY];
    private long[] offsets = new long[FIRST_CAPACITY];
    private int[] lengths = new int[FIRST_CAPACITY];

    /** Places of the entries in the arrays, in the order of the sorted list. */
    private int[] sorted = {};

    /** The few values, by place, whose approximations in {@link #values} may be equal to those of other values. */
    private Map<Integer, BigDecimal> precise = new HashMap<>();

    /**
     * An empty list.
     *
     * @param most entries that are needed at most
     * @param space gives the bytes of the file
     */
    SortedEntries(long most, CatalogWriter.Space space) throws IOException {
        this.most = (int) Math.min(most, ALL);
        this.space = space;
        file = FileChannel.open(
                Files.createTempFile("modeltree-export-", ".tmp"),
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        out = new BufferedOutputStream(Channels.newOutputStream(file), BUFFER);
    }

    /** Adds an entry, unless it is certainly not among the first ones. */
    void add(Optional<BigDecimal> value, ObjectNode entry) throws IOException {
        makeRoom();
        put(size, value);
        if (isCut && compare(size, most - 1) >= 0) {
            precise.remove(size);
            return;
        }
        byte[] bytes = JsonSource.JSON.writeValueAsBytes(entry);
        if (written + bytes.length > reserved) {
            int more = Math.max(BUFFER, bytes.length);
            space.take(more);
            reserved += more;
        }
        out.write(bytes);
        offsets[size] = written;
        lengths[size] = bytes.length;
        written += bytes.length;
        size++;
        if (size >= 2 * most) {
            cut();
        }
    }

    /** Sorts the list. Call it once, after the last entry. */
    void sort() throws IOException {
        out.flush();
        sorted = order();
        size = Math.min(size, most);
    }

    /** Number of entries; those beyond the first ones that are needed are not counted. */
    int size() {
        return size;
    }

    /** An entry as JSON, by its place in the sorted list. */
    String entry(int place) throws IOException {
        int stored = sorted[place];
        ByteBuffer bytes = ByteBuffer.allocate(lengths[stored]);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, offsets[stored] + bytes.position()) < 0) {
                throw new IOException("the temporary file ended early");
            }
        }
        return new String(bytes.array(), StandardCharsets.UTF_8);
    }

    /** Frees the file. */
    @Override
    public void close() throws IOException {
        try {
            file.close();
        } finally {
            space.giveBack(reserved);
        }
    }

    private void makeRoom() {
        if (size == values.length) {
            int capacity = size + size / 2;
            values = Arrays.copyOf(values, capacity);
            offsets = Arrays.copyOf(offsets, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
        }
    }

    private void put(int place, Optional<BigDecimal> value) {
        if (value.isEmpty()) {
            values[place] = Double.POSITIVE_INFINITY;
            return;
        }
        BigDecimal exact = value.get();
        double near = Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, exact.doubleValue()));
        values[place] = near;
        if (BigDecimal.valueOf(near).compareTo(exact) != 0) {
            precise.put(place, exact);
        }
    }

    private int compare(int one, int other) {
        int order = Double.compare(values[one], values[other]);
        return order != 0 || precise.isEmpty() || values[one] == Double.POSITIVE_INFINITY
                ? order
                : exact(one).compareTo(exact(other));
    }

    private BigDecimal exact(int place) {
        BigDecimal value = precise.get(place);
        return value == null ? BigDecimal.valueOf(values[place]) : value;
    }

    /** Forgets the entries that are not among the first ones, and sorts these, so that further ones need only be compared. */
    private void cut() {
        int[] order = order();
        size = most;
        isCut = true;
        double[] sortedValues = new double[values.length];
        for (int i = 0; i < size; i++) {
            sortedValues[i] = values[order[i]];
        }
        values = sortedValues;
        long[] sortedOffsets = new long[offsets.length];
        for (int i = 0; i < size; i++) {
            sortedOffsets[i] = offsets[order[i]];
        }
        offsets = sortedOffsets;
        int[] sortedLengths = new int[lengths.length];
        Map<Integer, BigDecimal> stillPrecise = new HashMap<>();
        for (int i = 0; i < size; i++) {
            sortedLengths[i] = lengths[order[i]];
            BigDecimal exact = precise.get(order[i]);
            if (exact != null) {
                stillPrecise.put(i, exact);
            }
        }
        lengths = sortedLengths;
        precise = stillPrecise;
    }

    /** Places in the order of their entries, merged from ever longer sorted parts, so that ties keep their order. */
    private int[] order() {
        int[] from = new int[size];
        for (int i = 0; i < size; i++) {
            from[i] = i;
        }
        int[] into = new int[size];
        for (long width = 1; width < size; width *= 2) {
            for (long start = 0; start < size; start += 2 * width) {
                merge(from, into, (int) start, (int) Math.min(start + width, size), (int)
                        Math.min(start + 2 * width, size));
            }
            int[] merged = into;
            into = from;
            from = merged;
        }
        return from;
    }

    private void merge(int[] from, int[] into, int start, int middle, int end) {
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
            boolean takesLeft = left < middle && (right >= end || compare(from[left], from[right]) <= 0);
            into[i] = takesLeft ? from[left++] : from[right++];
        }
    }
}
