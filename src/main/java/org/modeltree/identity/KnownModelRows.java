package org.modeltree.identity;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.modeltree.identity.KnownModels.Known;
import org.modeltree.revision.UsesSql;

/** Models in the database. Each lookup is one statement for a whole batch. */
@UsesSql("one statement per kind of lookup for a whole batch")
public final class KnownModelRows implements KnownModels {

    private static final String BY_KEY = """
            select asked.key, m.id as model_id from unnest(?) as asked (key) join model m on m.id = asked.key
            union all
            select a.alias_key as key, a.model_id from unnest(?) as asked (key) join model_alias a on a.alias_key = asked.key
            """;

    private static final String DELETED = """
            select d.id as key, coalesce(d.successor_id, '') as model_id
            from unnest(?) as asked (key) join deleted_model d on d.id = asked.key
            """;

    private static final String BY_OFFERING = """
            select asked.offering as key, o.model_id
            from unnest(?) as asked (offering)
            join offering o
              on o.provider_id = split_part(asked.offering, ' ', 1)
             and o.provider_model_id = substr(asked.offering, strpos(asked.offering, ' ') + 1)
            """;

    private static final String BY_LINK = """
            select lower(l.url) as key, l.model_id
            from model_link l
            where lower(l.url) = any (?)
            order by l.model_id
            """;

    private static final String KNOWN = """
            m.id, m.name,
            case m.release_precision
                when 'year' then to_char(m.release_date, 'YYYY')
                when 'month' then to_char(m.release_date, 'YYYY-MM')
                else coalesce(to_char(m.release_date, 'YYYY-MM-DD'), '')
            end as released,
            coalesce(m.open_weights, false) as open_weights, coalesce(m.kind, '') as kind
            """;

    /** Each part reads one model more than may be alike, so that a slug of many models is seen to be one. */
    private static final String BY_COMPACT = """
            select asked.key, a.spelled, m.*
            from unnest(?) as asked (key)
            cross join lateral (
                (select m.id as model_id, m.id as spelled
                 from model m
                 where regexp_replace(split_part(m.id, '/', 2), '[-._]', '', 'g') = asked.key collate "C"
                 limit %2$d)
                union all
                (select a.model_id, a.alias_key
                 from model_alias a
                 where translate(substring(a.alias_key from '[^/]*$'), '-._@: ', '') = asked.key collate "C"
                 limit %2$d)
            ) a
            -- With a limit, it is looked up for each row: with statistics of an empty table, the planner would compute all
            -- of the above again for each model.
            cross join lateral (select %1$s from model m where m.id = a.model_id limit 1) m
            order by asked.key, m.id, a.spelled
            """.formatted(KNOWN, MAX_ALIKE + 1);

    private static final String BY_NAME = """
            select m.name_key as key, m.id as spelled, %s from model m where m.name_key = any (?) order by m.id
            """.formatted(KNOWN);

    /** Prefix search as a range: from the prefix up to the prefix followed by the last code point. */
    private static final String STARTING_WITH = """
            select asked.beginning as key, m.id as spelled, m.*
            from unnest(?) as asked (beginning)
            cross join lateral (
                select %s
                from model m
                where regexp_replace(split_part(m.id, '/', 2), '[-._]', '', 'g') collate "C" >= asked.beginning collate "C"
                  and regexp_replace(split_part(m.id, '/', 2), '[-._]', '', 'g') collate "C"
                      < (asked.beginning || chr(1114111)) collate "C"
                order by regexp_replace(split_part(m.id, '/', 2), '[-._]', '', 'g') collate "C", m.id
                limit 5
            ) m
            """.formatted(KNOWN);

    private static final String NEWEST = """
            select asked.vendor as key, m.id as spelled, m.*
            from unnest(?) as asked (vendor)
            cross join lateral (
                select %s
                from model m
                where m.vendor_id = asked.vendor collate "C" and m.release_date is not null
                order by m.release_date desc, m.id desc
                limit %d
            ) m
            """.formatted(KNOWN, MAX_NEWEST);

    private final Connection connection;

    /** Models that the connection's transaction sees. */
    public KnownModelRows(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Map<String, String> byKey(Collection<String> keys) {
        return ids(BY_KEY, keys, 2);
    }

    @Override
    public Map<String, String> deleted(Collection<String> ids) {
        return ids(DELETED, ids, 1);
    }

    @Override
    public Map<String, String> byOffering(Collection<String> offerings) {
        return ids(BY_OFFERING, offerings, 1);
    }

    private Map<String, String> ids(String sql, Collection<String> asked, int times) {
        Map<String, String> ids = new HashMap<>();
        query(sql, asked, times, row -> ids.putIfAbsent(row.getString("key"), row.getString("model_id")));
        return ids;
    }

    @Override
    public Map<String, List<String>> byLink(Collection<String> urls) {
        Map<String, List<String>> ids = new HashMap<>();
        query(BY_LINK, urls, 1, row -> {
            List<String> linking = ids.computeIfAbsent(row.getString("key"), url -> new ArrayList<>());
            String id = row.getString("model_id");
            if (!linking.contains(id)) {
                linking.add(id);
            }
        });
        return ids;
    }

    @Override
    public Map<String, List<Known>> byCompact(Collection<String> compacts) {
        return models(BY_COMPACT, compacts);
    }

    @Override
    public Map<String, List<Known>> byName(Collection<String> nameKeys) {
        return models(BY_NAME, nameKeys);
    }

    @Override
    public Map<String, List<Known>> startingWith(Collection<String> compacts) {
        return models(STARTING_WITH, compacts);
    }

    @Override
    public Map<String, List<Known>> newestOf(Collection<String> vendors) {
        return models(NEWEST, vendors);
    }

    private Map<String, List<Known>> models(String sql, Collection<String> asked) {
        Map<String, List<Known>> models = new HashMap<>();
        query(
                sql,
                asked,
                1,
                row -> models.computeIfAbsent(row.getString("key"), key -> new ArrayList<>())
                        .add(known(row)));
        return models;
    }

    private static Known known(ResultSet row) throws SQLException {
        return new Known(
                row.getString("id"),
                row.getString("name"),
                row.getString("released"),
                row.getBoolean("open_weights"),
                row.getString("kind"),
                row.getString("spelled"));
    }

    /** Callback for each row. */
    private interface RowReader {
        /** Reads the current row. */
        void read(ResultSet row) throws SQLException;
    }

    private void query(String sql, Collection<String> asked, int times, RowReader reader) {
        if (asked.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            Array keys = connection.createArrayOf("text", asked.toArray());
            for (int i = 1; i <= times; i++) {
                statement.setArray(i, keys);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    reader.read(rows);
                }
            }
        } catch (SQLException fault) {
            throw new IllegalStateException("models could not be looked up", fault);
        }
    }
}
