package org.modeltree.startup;

import io.quarkus.runtime.LaunchMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Migrations of this version with their checksums, as Flyway records them in a database. The build writes them into a
 * resource, so that a start compares them in one query, where Flyway takes a tenth of the start to find that it has nothing
 * to do.
 */
public final class SchemaHistory {

    private static final String RESOURCE = "schema-history.txt";
    private static final Pattern NAME = Pattern.compile("V(\\d+)__.*\\.sql");

    /** Anything that only Flyway can judge, such as a failed migration or one without a version, yields no row. */
    private static final String APPLIED = """
            select string_agg(h.version || ' ' || h.checksum, ',' order by h.version collate "C")
              from flyway_schema_history h
              join pg_class t on t.oid = h.tableoid
             where t.relnamespace = current_schema()::regnamespace
            having bool_and(h.success and h.type = 'SQL' and h.version is not null)
            """;

    private static final String SUCCESSFUL = """
            select h.version
              from flyway_schema_history h
              join pg_class t on t.oid = h.tableoid
             where t.relnamespace = current_schema()::regnamespace and h.success and h.version is not null
            """;

    private SchemaHistory() {}

    /**
     * Writes the resource.
     *
     * @param arguments the folder of the migrations and the folder of the compiled classes
     */
    public static void main(String[] arguments) throws IOException {
        Path classes = Files.createDirectories(Path.of(arguments[1]));
        Files.writeString(classes.resolve(RESOURCE), of(Path.of(arguments[0])));
    }

    /** Versions and checksums of the migrations in a folder, in one line. */
    static String of(Path folder) throws IOException {
        TreeSet<String> migrations = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (!name.matches()) {
                    throw new IllegalStateException("Not the name of a migration: " + file);
                }
                migrations.add(name.group(1) + " " + checksum(Files.readAllLines(file)));
            }
        }
        return String.join(",", migrations);
    }

    /** Whether exactly the migrations of this version have been applied to a database. */
    static boolean isCurrent(Statement statement) {
        if (LaunchMode.current() != LaunchMode.NORMAL) {
            // A migration may be added while the service runs in development mode.
            return false;
        }
        String known = known();
        try (ResultSet row = statement.executeQuery(APPLIED)) {
            return row.next() && known.equals(row.getString(1));
        } catch (SQLException noHistory) {
            // An empty database has no such table. Flyway creates it, or says why it cannot.
            return false;
        }
    }

    /** Versions of this version's migrations that have not been applied to a database, in their order. */
    static List<String> missing(Statement statement) {
        Set<String> applied = new HashSet<>();
        try (ResultSet row = statement.executeQuery(SUCCESSFUL)) {
            while (row.next()) {
                applied.add(row.getString(1));
            }
        } catch (SQLException noHistory) {
            return versions();
        }
        return versions().stream().filter(version -> !applied.contains(version)).toList();
    }

    /** Versions of this version's migrations, in their order. */
    static List<String> versions() {
        return known().lines()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(migration -> migration.substring(0, migration.indexOf(' ')))
                .sorted(Comparator.comparingInt(Integer::parseInt))
                .toList();
    }

    /** Content of the resource; empty if the build has not written it. */
    private static String known() {
        try (InputStream known = SchemaHistory.class.getClassLoader().getResourceAsStream(RESOURCE)) {
            return known == null ? "" : new String(known.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Flyway's checksum, which ignores line ends. */
    private static int checksum(List<String> lines) {
        CRC32 sum = new CRC32();
        lines.forEach(line -> sum.update(line.getBytes(StandardCharsets.UTF_8)));
        return (int) sum.getValue();
    }
}
