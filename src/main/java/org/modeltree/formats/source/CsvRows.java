package org.modeltree.formats.source;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Rows of a table in UTF-8, read one at a time, with the line each begins in. */
public final class CsvRows implements Closeable {

    private static final int MAX_HEADER = 1 << 16;
    private static final long MAX_ROW = 1 << 24;
    private static final String DELIMITERS = ",;\t";

    /**
     * A row.
     *
     * @param line where it begins, from 1
     * @param cells as they stand there, without quotes
     */
    public record Row(long line, List<String> cells) {

        /** Where it is, for reports. */
        public String at() {
            return "line " + line;
        }

        private boolean isBlank() {
            return cells.stream().allMatch(String::isBlank);
        }
    }

    private final Watched watched;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final long linesBefore;

    private CsvRows(BufferedReader text, char delimiter, long linesBefore) throws IOException {
        this.watched = new Watched(text);
        this.linesBefore = linesBefore;
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(false)
                .get();
        this.parser = CSVParser.builder().setReader(watched).setFormat(format).get();
        this.records = parser.iterator();
    }

    /** A table whose cells are divided by commas. */
    public static CsvRows commas(InputStream file) throws IOException {
        return new CsvRows(text(file), ',', 0);
    }

    /** A table whose header tells what divides its cells: a comma, a semicolon or a tab. */
    public static CsvRows detected(InputStream file) throws IOException {
        BufferedReader text = text(file);
        text.mark(MAX_HEADER);
        int[] counts = new int[DELIMITERS.length()];
        boolean quoted = false;
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < MAX_HEADER - 1; i++) {
            int next = next(text);
            if (next < 0 || (!quoted && (next == '\n' || next == '\r'))) {
                break;
            }
            quoted ^= next == '"';
            int index = DELIMITERS.indexOf(next);
            if (!quoted && index >= 0) {
                counts[index]++;
            }
            line.append((char) next);
        }
        // What some spreadsheets write before the header to tell each other.
        if (line.toString().matches("sep=[,;\t]")) {
            text.reset();
            text.readLine();
            return new CsvRows(text, line.charAt(line.length() - 1), 1);
        }
        text.reset();
        int most = 0;
        for (int i = 1; i < counts.length; i++) {
            most = counts[i] > counts[most] ? i : most;
        }
        return new CsvRows(text, DELIMITERS.charAt(most), 0);
    }

    private static BufferedReader text(InputStream file) throws IOException {
        BufferedReader text =
                new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8.newDecoder()), MAX_HEADER);
        text.mark(1);
        if (next(text) != '\ufeff') {
            text.reset();
        }
        return text;
    }

    private static int next(Reader text) throws IOException {
        try {
            return text.read();
        } catch (CharacterCodingException notUtf8) {
            throw notUtf8(1);
        }
    }

    private static MalformedCatalog notUtf8(long line) {
        return new MalformedCatalog("The file is not text in UTF-8 (at or behind line " + line + ").");
    }

    /**
     * The next row in which there is anything.
     *
     * @throws MalformedCatalog if the file cannot be divided into rows from here on
     */
    public Optional<Row> next() throws IOException {
        while (true) {
            long line = linesBefore + parser.getCurrentLineNumber() + 1;
            watched.newRow();
            try {
                if (!records.hasNext()) {
                    return Optional.empty();
                }
                Row row = new Row(line, records.next().toList());
                if (!row.isBlank()) {
                    return Optional.of(row);
                }
            } catch (UncheckedIOException failed) {
                if (failed.getCause() instanceof CharacterCodingException) {
                    throw notUtf8(line);
                }
                if (failed.getCause() instanceof CSVException broken) {
                    throw new MalformedCatalog(
                            String.valueOf(broken.getMessage()).contains("EOF")
                                    ? "The file ends within a cell in quotes that begins in the row of line " + line
                                            + "."
                                    : "The file is no table: in the row of line " + line
                                            + " something follows a closing quote.");
                }
                throw failed.getCause();
            }
        }
    }

    /** Whether the file ends without the end of a line, so that its last row may be a part of one. */
    public boolean endsWithinLine() {
        return watched.ended && watched.last != '\n' && watched.last != '\r';
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    /** Knows how the text ended, and stops a row that does not end. */
    private static final class Watched extends FilterReader {

        private long inRow;
        private boolean ended;
        private int last = '\n';

        Watched(Reader text) {
            super(text);
        }

        void newRow() {
            inRow = 0;
        }

        @Override
        public int read() throws IOException {
            char[] one = new char[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            int count = super.read(buffer, offset, length);
            if (count < 0) {
                ended = true;
            } else if (count > 0) {
                last = buffer[offset + count - 1];
                inRow += count;
                if (inRow > MAX_ROW) {
                    throw new MalformedCatalog("The file has a row of more than " + MAX_ROW + " characters.");
                }
            }
            return count;
        }
    }
}
