package org.modeltree.imports.unmatched;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.modeltree.revision.UsesSql;

/** The queue of unmatched offerings, as an import fills it within its transaction. */
@UsesSql("writes on the connection of the import, in its transaction")
public final class UnmatchedQueue {

    private static final int BATCH_SIZE = 500;

    private static final String PUT = """
            insert into unmatched_offering as u (
                id, provider_id, provider_model_id, name, origins, facts, candidates,
                first_import, first_seen, last_import, last_seen)
            values (?, ?, ?, ?, array[?], cast(? as jsonb), cast(? as jsonb), ?, ?, ?, ?)
            on conflict on constraint unmatched_offering_pkey do update
            set name = coalesce(excluded.name, u.name),
                origins = case when u.origins @> excluded.origins then u.origins else u.origins || excluded.origins end,
                facts = coalesce(excluded.facts, u.facts), candidates = excluded.candidates,
                last_import = excluded.last_import, last_seen = excluded.last_seen
            """;

    private static final String SEEN = """
            update unmatched_offering set last_import = ?, last_seen = ? where id = any (?)
            """;

    /** Offerings that were matched since are no longer in the queue; those that a curator decided on stay in it. */
    private static final String FORGET_MATCHED = """
            delete from unmatched_offering u using offering o
            where o.provider_id = u.provider_id and o.provider_model_id = u.provider_model_id
              and not exists (select 1 from decision d where d.id = u.id)
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Connection connection;
    private final String importId;
    private final Timestamp now;

    /**
     * The queue for one import.
     *
     * @param importId id of the import
     */
    public UnmatchedQueue(Connection connection, String importId, Instant now) {
        this.connection = connection;
        this.importId = importId;
        this.now = Timestamp.from(now);
    }

    /**
     * Stores what the import has seen.
     *
     * @param origin origin of the file
     * @param unmatched offerings whose model was not found
     * @param decided keys of the offerings in the file that a curator has decided on
     */
    public void store(String origin, List<SeenOffering> unmatched, Collection<String> decided) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PUT)) {
            int waiting = 0;
            for (SeenOffering one : unmatched) {
                statement.setString(1, one.key());
                statement.setString(2, one.provider());
                statement.setString(3, one.id());
                statement.setString(4, one.name());
                statement.setString(5, origin);
                statement.setString(6, one.facts() == null ? null : json(one.facts()));
                statement.setString(7, json(one.candidates()));
                statement.setString(8, importId);
                statement.setTimestamp(9, now);
                statement.setString(10, importId);
                statement.setTimestamp(11, now);
                statement.addBatch();
                if (++waiting % BATCH_SIZE == 0) {
                    statement.executeBatch();
                }
            }
            statement.executeBatch();
        }
        if (!decided.isEmpty()) {
            try (PreparedStatement statement = connection.prepareStatement(SEEN)) {
                statement.setString(1, importId);
                statement.setTimestamp(2, now);
                statement.setArray(3, connection.createArrayOf("text", decided.toArray()));
                statement.executeUpdate();
            }
        }
        try (PreparedStatement statement = connection.prepareStatement(FORGET_MATCHED)) {
            statement.executeUpdate();
        }
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
