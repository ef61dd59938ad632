package org.modeltree.bands.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.modeltree.catalog.query.CountingMeasurement;
import org.modeltree.revision.Snapshot;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.sql.Sql;
import org.modeltree.revision.sql.SqlQuery;

/** Reads the raw values that scores are computed from. */
@UsesSql("raw values by model, read with every list of scores")
@ApplicationScoped
class CountingRaws {

    private static final String OF_MODELS = """
            select w.model_id, w.benchmark_id, w.raw, cast(w.settings as text)
            from measurement w where w.counting and w.model_id""" + Sql.anyOf("models");

    private record Raw(String modelId, String benchmarkId, double raw, String settings) {}

    /** Key of a query whose rows come with those of another one. */
    private record Ahead(List<String> modelIds) {}

    private final Sql sql;
    private final Snapshot snapshot;

    CountingRaws(Sql sql, Snapshot snapshot) {
        this.sql = sql;
        this.snapshot = snapshot;
    }

    /** Counting measurements of models, by model and benchmark. */
    Map<String, Map<String, CountingMeasurement>> ofModels(Collection<String> modelIds) {
        Map<String, Map<String, CountingMeasurement>> raws = new HashMap<>();
        query(modelIds)
                .list()
                .forEach(row -> raws.computeIfAbsent(row.modelId(), id -> new HashMap<>())
                        .put(
                                row.benchmarkId(),
                                new CountingMeasurement(row.raw(), CountingMeasurement.settings(row.settings()))));
        return raws;
    }

    /** Reads the measurements of models in the same round trip as what is read next, if they are asked for in this snapshot. */
    void ahead(Collection<String> modelIds) {
        snapshot.remember(new Ahead(List.copyOf(modelIds)), query(modelIds).ahead());
    }

    @SuppressWarnings("unchecked")
    private SqlQuery<Raw> query(Collection<String> modelIds) {
        return snapshot.remembered(new Ahead(List.copyOf(modelIds)), SqlQuery.class)
                .orElseGet(() -> sql.byKey(OF_MODELS, Raw.class).with("models", modelIds.toArray(String[]::new)));
    }
}
