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

/** What PostgreSQL and its tools write to a log from some moment on: why a start failed is found there. */
final class PostgresLog {

    static final String DISK_FULL = "No space left on device";

    private static final int MAX_BYTES = 1 << 20;

    /** Of these the first says what is wrong; those further down are more general. */
    private static final List<Pattern> FAILURES = List.of(
            // While it starts or stops, each client is told so with FATAL; and a client's mistake ends only its
            // session.
            Pattern.compile("(?:FATAL|PANIC): +(?!the database system |terminating |database \"|role \"|sorry)(.*)"),
            Pattern.compile("initdb: error: (.*)"),
            Pattern.compile("(?:^|\\.)(?:postgres|unshare|initdb): (?!hint|detail|warning)(.*)"),
            Pattern.compile("^pg_ctl: (?!could not start server|server did not start|another server)(.*)"));

    /** What belongs to the line before. A hint is not taken: it may say to make a new cluster, which would lose data. */
    private static final Pattern DETAIL =
            Pattern.compile("(?:.*DETAIL: +|initdb: detail: |(?=Expected to find)|(?=but could not))(.*)");

    /** The tool that starts PostgreSQL has seen it end, or ended itself. */
    private static final Pattern ENDED =
            Pattern.compile("^(?:pg_ctl: (?!server did not start|another server)|unshare: )", Pattern.MULTILINE);

    private final Path file;
    private final long begin;

    private PostgresLog(Path file, long begin) {
        this.file = file;
        this.begin = begin;
    }

    /** What is written from now on. */
    static PostgresLog after(Path file) {
        try {
            return new PostgresLog(file, Files.exists(file) ? Files.size(file) : 0);
        } catch (IOException unreadable) {
            return new PostgresLog(file, 0);
        }
    }

    /** Whether PostgreSQL is known not to have started. */
    boolean saysThatItEnded() {
        return ENDED.matcher(text()).find();
    }

    /** Whether it had no room to write. */
    boolean saysThatDiskIsFull() {
        return text().contains(DISK_FULL);
    }

    /** Why it did not start, in its own words; empty if it does not say. */
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

    /** Empty where it cannot be read: it says why something failed, and is no reason to fail. */
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
