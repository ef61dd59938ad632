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

/** Streaming reader of a CSV file in UTF-8: one row at a time, each with the line that it starts on. */
public final class CsvRows implements Closeable {

    private static final int MAX_HEADER = 1 << 16;
    private static final long MAX_ROW = 1 << 24;
    private static final String DELIMITERS = ",;\t";

    /**
     * A row of the table.
     *
     * @param line line of the file that the row starts on, from 1
     * @param cells values of the cells, without their quotes
     */
    public record Row(long line, List<String> cells) {

        /** How many cells there are, in words. */
        public String cellCount() {
            return cells.size() == 1 ? "1 cell" : cells.size() + " cells";
        }

        /** Place of the row, as reports show it: {@code line 17}. */
        public String at() {
            return "line " + line;
        }

        private boolean isBlank() {
            return cells.stream().allMatch(String::isBlank);
        }
    }

    private final MonitoredReader monitored;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final long linesBefore;

    private CsvRows(BufferedReader text, char delimiter, long linesBefore) throws IOException {
        this.monitored = new MonitoredReader(text);
        this.linesBefore = linesBefore;
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(false)
                .get();
        this.parser = CSVParser.builder().setReader(monitored).setFormat(format).get();
        this.records = parser.iterator();
    }

    /** A table with comma-separated cells. */
    public static CsvRows commas(InputStream file) throws IOException {
        return new CsvRows(text(file), ',', 0);
    }

    /** A table whose separator (comma, semicolon or tab) is detected from its header. */
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
        // Some spreadsheets write the separator on a line of its own before the header.
        if (line.toString().matches("sep=[,;\t]")) {
            text.reset();
            text.readLine();
            return new CsvRows(text, line.charAt(line.length() - 1), 1);
        }
        text.reset();
        int mostFrequent = 0;
        for (int i = 1; i < counts.length; i++) {
            mostFrequent = counts[i] > counts[mostFrequent] ? i : mostFrequent;
        }
        return new CsvRows(text, DELIMITERS.charAt(mostFrequent), 0);
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
        return new MalformedCatalog("The file is not valid UTF-8 (at or after line " + line + "). Save it as UTF-8.");
    }

    /**
     * The next row that is not blank; empty at the end of the file.
     *
     * @throws MalformedCatalog if the rest of the file cannot be parsed
     */
    public Optional<Row> next() throws IOException {
        while (true) {
            long line = linesBefore + parser.getCurrentLineNumber() + 1;
            monitored.newRow();
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
                                    ? "The file ends inside a quoted cell of the row at line " + line
                                            + ". Close the quote."
                                    : "The row at line " + line + " is not valid CSV: text follows a closing quote."
                                            + " Double the quotes inside a quoted cell.");
                }
                throw failed.getCause();
            }
        }
    }

    /** Whether the file ends without a line break, so that its last row may be incomplete. */
    public boolean endsWithinLine() {
        return monitored.ended && monitored.last != '\n' && monitored.last != '\r';
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    /** Remembers the last character, and stops at a row that is too long. */
    private static final class MonitoredReader extends FilterReader {

        private long inRow;
        private boolean ended;
        private int last = '\n';

        MonitoredReader(Reader text) {
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
                    throw new MalformedCatalog("A row has more than " + MAX_ROW
                            + " characters. Check the file for a missing closing quote.");
                }
            }
            return count;
        }
    }
}
