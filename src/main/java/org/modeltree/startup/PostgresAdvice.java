package org.modeltree.startup;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Advice about an embedded PostgreSQL that fails to start, chosen by its error message. */
final class PostgresAdvice {

    /** Advice by error message; the first pattern that matches wins. */
    private static final Map<Pattern, String> ADVICE = new LinkedHashMap<>();

    static {
        ADVICE.put(
                Pattern.compile("Missing embedded postgres binaries"),
                "This service has no PostgreSQL for this system. For macOS, build it there, or with -Devery-machine. On every system,"
                        + " you can set DB_URL, DB_USER and DB_PASSWORD to use your own PostgreSQL.");
        ADVICE.put(Pattern.compile("No space left on device"), "The disk is full. Free some space and start again.");
        ADVICE.put(Pattern.compile("invalid permissions"), "Run: chmod 700 %s");
        ADVICE.put(
                Pattern.compile("wrong ownership|Permission denied|not permitted"),
                "Start the service as the owner of %s, or set " + Settings.DATA_DIR + " to another directory.");
        ADVICE.put(
                Pattern.compile("initialized by PostgreSQL version"),
                "Start the version of Modeltree that created %s, dump its data and restore it with this version, as"
                        + " src/docs/operating.md describes under Upgrade; or set " + Settings.DATA_DIR
                        + " to an empty directory.");
        ADVICE.put(
                Pattern.compile("incompatible|not a valid data directory|could not find the database system"
                        + "|database cluster directory|checksum|checkpoint|is not empty|pg_control"),
                "Files in %s are missing or damaged. Restore the directory from a backup, or set " + Settings.DATA_DIR
                        + " to an empty directory.");
        ADVICE.put(
                Pattern.compile("as root|\"root\""),
                "PostgreSQL refuses to run as root. Start the service as another user.");
        ADVICE.put(
                Pattern.compile("could not create any TCP/IP sockets|in use"),
                "Another process is using its port or its shared memory. Start again, or stop that process.");
    }

    private PostgresAdvice() {}

    /** Advice for an error message; never empty. */
    static String on(String failure, Path cluster, Path log) {
        return ADVICE.entrySet().stream()
                .filter(advice -> advice.getKey().matcher(failure).find())
                .findFirst()
                .map(advice -> advice.getValue().replace("%s", cluster.toString()))
                .orElse("See its log in " + log
                        + ". To use your own PostgreSQL instead, set DB_URL, DB_USER and DB_PASSWORD.");
    }
}
