package org.modeltree.imports.unmatched;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.modeltree.revision.UsesSql;

/** Decisions of curators about offerings, as they were when an import began. */
@UsesSql("reads on the connection of the import")
public final class Decisions {

    private final Map<String, Optional<String>> models;

    private Decisions(Map<String, Optional<String>> models) {
        this.models = models;
    }

    /** All decisions. */
    public static Decisions load(Connection connection) throws SQLException {
        Map<String, Optional<String>> models = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement("select d.id, d.model_id from decision d");
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                models.put(rows.getString("id"), Optional.ofNullable(rows.getString("model_id")));
            }
        }
        return new Decisions(models);
    }

    /** Keys of the offerings about which the other decisions are different. */
    public Set<String> changedIn(Decisions other) {
        Set<String> keys = new TreeSet<>(models.keySet());
        keys.addAll(other.models.keySet());
        keys.removeIf(key -> Objects.equals(models.get(key), other.models.get(key)));
        return keys;
    }

    /** Whether a curator rejected the offering with this key. */
    public boolean rejected(String key) {
        return models.containsKey(key) && models.get(key).isEmpty();
    }

    /** The model that a curator attached the offering with this key to; empty without such a decision. */
    public Optional<String> accepted(String key) {
        return models.getOrDefault(key, Optional.empty());
    }
}
