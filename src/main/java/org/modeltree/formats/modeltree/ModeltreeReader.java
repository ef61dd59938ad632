package org.modeltree.formats.modeltree;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.modeltree.changes.CatalogRecords;
import org.modeltree.changes.FaultSink;
import org.modeltree.changes.RecordFault;
import org.modeltree.changes.StagedRecord;

/** Reads a catalog of our own format line by line, and tells every line that is wrong by itself. */
@ApplicationScoped
public class ModeltreeReader {

    private static final int MAX_LINE = 4 << 20;

    /** Hears what is read. */
    public interface Listener {

        /** A line that is right by itself. */
        void line(StagedRecord line);

        /** A line that is wrong. */
        void fault(RecordFault fault);

        /** Whether there is any use in reading on. */
        default boolean goesOn() {
            return true;
        }
    }

    private final CatalogRecords lines;

    ModeltreeReader(CatalogRecords lines) {
        this.lines = lines;
    }

    /** Reads to the end, or as far as the listener likes. */
    public void read(InputStream catalog, Listener listener) throws IOException {
        long number = 0;
        boolean[] any = {false};
        BufferedInputStream bytes = new BufferedInputStream(catalog, 1 << 16);
        for (byte[] next = line(bytes); next.length > 0 && listener.goesOn(); next = line(bytes)) {
            number++;
            long current = number;
            FaultSink faults = (pointer, detail) -> listener.fault(new RecordFault(current, pointer, detail));
            if (next.length > MAX_LINE) {
                faults.fault("", "is longer than " + MAX_LINE + " bytes");
                continue;
            }
            try {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(next))
                        .toString();
                String line = number == 1 && text.startsWith("\ufeff") ? text.substring(1) : text;
                if (!line.isBlank()) {
                    any[0] = true;
                    read(number, line, faults, listener);
                }
            } catch (CharacterCodingException notUtf8) {
                any[0] = true;
                faults.fault("", "is not UTF-8");
            }
        }
        if (!any[0] && listener.goesOn()) {
            listener.fault(new RecordFault(1, "", "the catalog is empty"));
        }
    }

    private void read(long number, String text, FaultSink faults, Listener listener) {
        JsonNode node = lines.parse(text, faults);
        if (node == null) {
            return;
        }
        if (number != 1 && node.path("type").asText().equals("catalog")) {
            faults.fault("/type", "a catalog line must be the first");
            return;
        }
        FaultSink known =
                (pointer, detail) -> listener.fault(new RecordFault(number, pointer, detail, at(node, pointer)));
        lines.record(node, known).ifPresent(line -> listener.line(line.at(number, "")));
    }

    private static String at(JsonNode line, String pointer) {
        JsonNode value = pointer.isEmpty() ? MissingNode.getInstance() : line.at(pointer);
        return value.isMissingNode() ? null : value.isValueNode() ? value.asText() : value.toString();
    }

    /** The next line with its end, which JSON takes for a blank; nothing at the end of the file. */
    private static byte[] line(BufferedInputStream bytes) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = bytes.read(); next >= 0; next = bytes.read()) {
            // What is too long to be a line is told by one byte more than it may have.
            if (line.size() <= MAX_LINE) {
                line.write(next);
            }
            if (next == '\n') {
                break;
            }
        }
        return line.toByteArray();
    }
}
