package org.modeltree.startup;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** What to do about a PostgreSQL that does not start, by what it says. */
final class PostgresAdvice {

    private static final String ANOTHER_FOLDER =
            "restore the folder from a backup, or start with an empty one (modeltree.embedded.data-dir)";

    /** Advice by the words that call for it; the first that matches is given. */
    private static final Map<Pattern, String> ADVICE = new LinkedHashMap<>();

    static {
        ADVICE.put(Pattern.compile("No space left on device"), "The disk is full. Make room on it and start again.");
        ADVICE.put(Pattern.compile("invalid permissions"), "Run: chmod 700 %s");
        ADVICE.put(
                Pattern.compile("wrong ownership|Permission denied|not permitted"),
                "Start the service as the user who owns %s, or let it use another folder"
                        + " (modeltree.embedded.data-dir).");
        ADVICE.put(
                Pattern.compile("initialized by PostgreSQL version"),
                "Start the version of Modeltree that made %s, dump its data and restore them into the new one, as"
                        + " src/docs/operating.md says under Upgrade; or start with an empty folder"
                        + " (modeltree.embedded.data-dir).");
        ADVICE.put(
                Pattern.compile("incompatible|not a valid data directory|could not find the database system"
                        + "|database cluster directory|checksum|checkpoint|is not empty|pg_control"),
                "The files in %s are not whole: " + ANOTHER_FOLDER + ".");
        ADVICE.put(
                Pattern.compile("as root|\"root\""),
                "PostgreSQL refuses to run as root: start the service as another user.");
        ADVICE.put(
                Pattern.compile("could not create any TCP/IP sockets|in use"),
                "Another process uses its port or its memory; start again, or end that process.");
    }

    private PostgresAdvice() {}

    /** A sentence that says what to do. */
    static String on(String failure, Path cluster, Path log) {
        return ADVICE.entrySet().stream()
                .filter(advice -> advice.getKey().matcher(failure).find())
                .findFirst()
                .map(advice -> advice.getValue().replace("%s", cluster.toString()))
                .orElse("Its own words are in " + log
                        + "; a PostgreSQL of yours can be used instead with DB_URL, DB_USER and DB_PASSWORD.");
    }
}
