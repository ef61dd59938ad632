package org.modeltree.revision.sql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Place of a database server in the history of its system. Each promotion of a standby begins a timeline with a greater number,
 * and standbys that follow it are on the same one. So of two primaries of a system, that of the greater number is the right one.
 *
 * @param system identifier of the system, which a primary shares with its standbys
 * @param number number of the timeline, from 1
 */
public record Timeline(long system, long number) {

    /** The receiver of a standby is on the timeline of its primary at once; the last checkpoint follows within minutes. */
    private static final String QUERY = """
            select system_identifier,
                case when pg_is_in_recovery() then coalesce(
                    (select received_tli from pg_stat_wal_receiver), (select timeline_id from pg_control_checkpoint()))
                else ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int end
            from pg_control_system()
            """;

    /**
     * The timeline of a server.
     *
     * @return empty if the server does not say, such as one that is only compatible with PostgreSQL
     * @throws SQLException if the connection is lost
     */
    public static Optional<Timeline> of(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(QUERY)) {
            return row.next() && row.getLong(2) > 0
                    ? Optional.of(new Timeline(row.getLong(1), row.getLong(2)))
                    : Optional.empty();
        } catch (SQLException fault) {
            if (isRefusal(fault.getSQLState())) {
                return Optional.empty();
            }
            throw fault;
        }
    }

    /** 42: the function or the right to call it is missing; 0A: it is not supported; 55: not in this state. */
    private static boolean isRefusal(String state) {
        return state != null && (state.startsWith("42") || state.startsWith("0A") || state.startsWith("55"));
    }

    /** Whether another server is on a later timeline of the same system. */
    public boolean isBefore(Timeline other) {
        return system == other.system && number < other.number;
    }
}
