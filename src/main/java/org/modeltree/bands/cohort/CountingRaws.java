package org.modeltree.bands.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.modeltree.catalog.query.CountingMeasurement;
import org.modeltree.http.cache.FactCache;
import org.modeltree.revision.Snapshot;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.dependency.Part;
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

    /** Key of the measurements of a model that are kept in memory. */
    private record Known(String modelId) {}

    /** The counting measurements of a model, by benchmark. */
    private record OfModel(Map<String, CountingMeasurement> byBenchmark) {

        int bytes() {
            return 100 + 200 * byBenchmark.size();
        }
    }

    private final Sql sql;
    private final Snapshot snapshot;
    private final FactCache facts;

    CountingRaws(Sql sql, Snapshot snapshot, FactCache facts) {
        this.sql = sql;
        this.snapshot = snapshot;
        this.facts = facts;
    }

    /** Counting measurements of models, by model and benchmark. */
    Map<String, Map<String, CountingMeasurement>> ofModels(Collection<String> modelIds) {
        Map<String, Map<String, CountingMeasurement>> raws = new HashMap<>();
        if (snapshot.remembered(new Ahead(List.copyOf(modelIds)), SqlQuery.class)
                .isEmpty()) {
            inMemory(modelIds).forEach((key, found) -> raws.put(key.modelId(), found.byBenchmark()));
        }
        List<String> unread =
                modelIds.stream().filter(id -> !raws.containsKey(id)).toList();
        if (!unread.isEmpty()) {
            unread.forEach(id -> raws.put(id, new HashMap<>()));
            query(unread)
                    .list()
                    .forEach(row -> raws.get(row.modelId())
                            .put(
                                    row.benchmarkId(),
                                    new CountingMeasurement(row.raw(), CountingMeasurement.settings(row.settings()))));
            unread.forEach(id -> keep(id, new OfModel(raws.get(id))));
        }
        return raws;
    }

    private Map<Known, OfModel> inMemory(Collection<String> modelIds) {
        return facts.find(modelIds.stream().map(Known::new).toList(), OfModel.class);
    }

    private void keep(String modelId, OfModel raws) {
        // Those of prices are made of offerings, which belong to the model.
        facts.keep(
                new Known(modelId),
                raws,
                List.of(Part.model(modelId), Part.every("benchmark"), Part.every("capability")),
                raws.bytes());
    }

    /** Reads the measurements of models in the same round trip as what is read next, if they are asked for in this snapshot. */
    void ahead(Collection<String> modelIds) {
        if (inMemory(modelIds).size() < modelIds.size()) {
            snapshot.remember(new Ahead(List.copyOf(modelIds)), query(modelIds).ahead());
        }
    }

    @SuppressWarnings("unchecked")
    private SqlQuery<Raw> query(Collection<String> modelIds) {
        return snapshot.remembered(new Ahead(List.copyOf(modelIds)), SqlQuery.class)
                .orElseGet(() -> sql.byKey(OF_MODELS, Raw.class).with("models", modelIds.toArray(String[]::new)));
    }
}
