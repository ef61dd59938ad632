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

/** Reader of our own format: validates each line by itself. */
@ApplicationScoped
public class ModeltreeReader {

    /** Media type of the files. */
    public static final String MEDIA_TYPE = "application/x-ndjson";

    private static final int MAX_LINE = 4 << 20;

    /** Receiver of the lines of a file. */
    public interface Listener {

        /** A valid record. */
        void record(StagedRecord record);

        /** A fault in a line. */
        void fault(RecordFault fault);

        /** Whether to read the rest of the file. */
        default boolean wantsMore() {
            return true;
        }
    }

    private final CatalogRecords records;

    ModeltreeReader(CatalogRecords records) {
        this.records = records;
    }

    /** Reads until the end of the file, or until the listener stops it. */
    public void read(InputStream catalog, Listener listener) throws IOException {
        long number = 0;
        boolean[] hasRecords = {false};
        BufferedInputStream bytes = new BufferedInputStream(catalog, 1 << 16);
        for (byte[] next = line(bytes); next.length > 0 && listener.wantsMore(); next = line(bytes)) {
            number++;
            long current = number;
            FaultSink faults = fault -> listener.fault(new RecordFault(current, fault.pointer(), fault.detail()));
            if (next.length > MAX_LINE) {
                faults.fault("", "must have at most " + MAX_LINE + " bytes");
                continue;
            }
            try {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(next))
                        .toString();
                String line = number == 1 && text.startsWith("\ufeff") ? text.substring(1) : text;
                if (!line.isBlank()) {
                    hasRecords[0] = true;
                    read(number, line, faults, listener);
                }
            } catch (CharacterCodingException notUtf8) {
                hasRecords[0] = true;
                faults.fault("", "is not valid UTF-8");
            }
        }
        if (!hasRecords[0] && listener.wantsMore()) {
            listener.fault(new RecordFault(1, "", "the catalog is empty"));
        }
    }

    private void read(long number, String text, FaultSink faults, Listener listener) {
        JsonNode node = records.parse(text, faults);
        if (node == null) {
            return;
        }
        if (number != 1 && node.path("type").asText().equals("catalog")) {
            faults.fault("/type", "`catalog` is allowed on the first line only");
            return;
        }
        FaultSink known = fault -> listener.fault(new RecordFault(
                number, fault.pointer(), fault.detail(), at(node, fault.pointer()), null, fault.suggestions()));
        records.record(node, known).ifPresent(record -> listener.record(record.at(number, "")));
    }

    private static String at(JsonNode line, String pointer) {
        JsonNode value = pointer.isEmpty() ? MissingNode.getInstance() : line.at(pointer);
        return value.isMissingNode() ? null : value.isValueNode() ? value.asText() : value.toString();
    }

    /** The next line with its line break, which JSON ignores; empty at the end of the file. */
    private static byte[] line(BufferedInputStream bytes) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = bytes.read(); next >= 0; next = bytes.read()) {
            // One byte more than the limit is enough to recognize a line that is too long.
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
