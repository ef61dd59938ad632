package org.modeltree.catalog.query;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.dependency.AnswerParts;
import org.modeltree.revision.sql.ReadConnection;

/** Finds models whose ids are similar to one that matches none. */
@ApplicationScoped
@UsesSql("reads candidates by several indexes in one statement, with a timeout of its own")
public class SimilarModels {

    /** Candidates take a few milliseconds; a database that needs longer is too busy for them. */
    private static final int TIMEOUT_MS = 100;

    private static final String QUERY_CANCELED = "57014";

    /**
     * Ids similar to a given one. Each part uses an index and a limit: neighbours by slug without hyphens, slugs that start
     * with the given one or a misspelling of it, neighbours by id, the vendor's first models, and the same slug with
     * misspellings of the vendor.
     */
    private static final String CANDIDATES = """
            (select m.id from model m where %1$s >= ? order by %1$s limit %2$d)
            union all
            (select m.id from model m where %1$s < ? order by %1$s desc limit %2$d)
            union all
            (select n.id from unnest(?) v (word) cross join lateral (
                select m.id from model m
                where %1$s >= v.word collate "C" and %1$s < v.word || chr(%3$d) collate "C"
                order by %1$s limit 2) n
            limit %4$d)
            union all
            (select m.id from model m where m.id >= ? order by m.id limit %2$d)
            union all
            (select m.id from model m where m.id < ? order by m.id desc limit %2$d)
            union all
            (select m.id from model m where m.vendor_id = ? order by m.id limit %5$d)
            union all
            (select m.id from unnest(?) v (word) join model m on m.id = v.word || '/' || ?
            where not exists (select 1 from vendor u where u.id = ?) limit %2$d)
            """.formatted(
                    SortOrder.COMPACT_SLUG,
                    Suggestions.NEIGHBOURS,
                    Character.MAX_CODE_POINT,
                    Suggestions.MAX_VARIANTS,
                    Suggestions.MAX_OF_VENDOR);

    private final ReadConnection reader;
    private final AnswerParts parts;

    SimilarModels(ReadConnection reader, AnswerParts parts) {
        this.reader = reader;
        this.parts = parts;
    }

    /**
     * Ids of models, likeliest first; empty if they are not found within {@value #TIMEOUT_MS} ms. The answer is then not kept,
     * so that the next client may get them.
     */
    public List<String> inTime(String given) {
        return similar(given, this::candidatesInTime);
    }

    /** Ids of models, likeliest first, however long it takes: for answers that are kept, and have to be complete. */
    public List<String> of(String given) {
        return similar(given, SimilarModels::candidates);
    }

    /** Reads candidates. */
    @FunctionalInterface
    private interface Source {

        List<String> read(Suggestions.Spelling given, Connection connection) throws SQLException;
    }

    private List<String> similar(String given, Source source) {
        Suggestions.Spelling spelling = Suggestions.Spelling.of(given);
        if (given.indexOf('\0') >= 0 || !spelling.isPlausible()) {
            return List.of();
        }
        return Suggestions.of(given, reader.inTransaction(connection -> source.read(spelling, connection)));
    }

    /** Reads candidates in a savepoint, so that a timeout leaves the transaction and its settings unchanged. */
    private List<String> candidatesInTime(Suggestions.Spelling given, Connection connection) throws SQLException {
        try (Statement guard = connection.createStatement()) {
            guard.execute("savepoint suggestions; set local statement_timeout = " + TIMEOUT_MS);
            try {
                return candidates(given, connection);
            } catch (SQLException failure) {
                if (!QUERY_CANCELED.equals(failure.getSQLState())) {
                    throw failure;
                }
                parts.lackTime();
                return List.of();
            } finally {
                guard.execute("rollback to savepoint suggestions");
            }
        }
    }

    private static List<String> candidates(Suggestions.Spelling given, Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CANDIDATES)) {
            String id = given.vendor() + "/" + given.slug();
            statement.setString(1, given.compact());
            statement.setString(2, given.compact());
            statement.setArray(3, spellings(connection, given.compact(), ""));
            statement.setString(4, id);
            statement.setString(5, id);
            statement.setString(6, given.vendor());
            statement.setArray(7, spellings(connection, given.vendor(), "-._"));
            statement.setString(8, given.slug());
            statement.setString(9, given.vendor());
            List<String> ids = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                }
            }
            return ids;
        }
    }

    private static Array spellings(Connection connection, String word, String more) throws SQLException {
        return connection.createArrayOf(
                "text",
                word.isEmpty()
                        ? new String[0]
                        : Misspellings.of(word, Suggestions.EDITED_LETTERS, more)
                                .toArray(String[]::new));
    }
}
