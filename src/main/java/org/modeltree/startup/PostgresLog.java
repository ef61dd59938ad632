package org.modeltree.startup;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of PostgreSQL's log written after a given moment; it tells why a start failed. */
final class PostgresLog {

    static final String DISK_FULL = "No space left on device";

    private static final int MAX_BYTES = 1 << 20;

    /** Error messages, the most specific pattern first. */
    private static final List<Pattern> FAILURES = List.of(
            // Excluded: the FATAL messages that clients get while the server starts or stops, and those about a
            // client's own mistake, which end only its session.
            Pattern.compile("(?:FATAL|PANIC): +(?!the database system |terminating |database \"|role \"|sorry)(.*)"),
            Pattern.compile("initdb: error: (.*)"),
            Pattern.compile("(?:^|\\.)(?:postgres|unshare|initdb): (?!hint|detail|warning)(.*)"),
            Pattern.compile("^pg_ctl: (?!could not start server|server did not start|another server)(.*)"));

    /** Continuation of the line before. Hints are left out: one of them suggests initdb, which would lose the data. */
    private static final Pattern DETAIL =
            Pattern.compile("(?:.*DETAIL: +|initdb: detail: |(?=Expected to find)|(?=but could not))(.*)");

    /** The tool that starts PostgreSQL reports that the server exited, or has failed itself. */
    private static final Pattern EXITED =
            Pattern.compile("^(?:pg_ctl: (?!server did not start|another server)|unshare: )", Pattern.MULTILINE);

    private final Path file;
    private final long begin;

    private PostgresLog(Path file, long begin) {
        this.file = file;
        this.begin = begin;
    }

    /** The log from its current end on. */
    static PostgresLog after(Path file) {
        try {
            return new PostgresLog(file, Files.exists(file) ? Files.size(file) : 0);
        } catch (IOException unreadable) {
            return new PostgresLog(file, 0);
        }
    }

    /** Whether the log reports that the server failed to start. */
    boolean reportsExit() {
        return EXITED.matcher(text()).find();
    }

    /** Whether the log reports a full disk. */
    boolean reportsDiskFull() {
        return text().contains(DISK_FULL);
    }

    /** PostgreSQL's error message for the failed start; empty if the log has none. */
    Optional<String> failure() {
        List<String> lines = text().lines().toList();
        for (Pattern pattern : FAILURES) {
            for (int i = 0; i < lines.size(); i++) {
                Matcher failure = pattern.matcher(lines.get(i));
                if (failure.find()) {
                    return Optional.of(failure.group(1) + details(lines.subList(i + 1, lines.size())));
                }
            }
        }
        return Optional.empty();
    }

    private static String details(List<String> lines) {
        StringBuilder details = new StringBuilder();
        for (String line : lines) {
            Matcher detail = DETAIL.matcher(line);
            if (!detail.matches()) {
                break;
            }
            details.append(". ").append(detail.group(1).replaceFirst("[.,]$", ""));
        }
        return details.toString();
    }

    /** Text of the log; empty if it cannot be read, because the log only explains failures and must not cause one. */
    private String text() {
        if (!Files.exists(file)) {
            return "";
        }
        try (FileChannel channel = FileChannel.open(file)) {
            channel.position(begin);
            return new String(Channels.newInputStream(channel).readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            return "";
        }
    }
}
