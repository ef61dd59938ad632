package org.modeltree.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.modeltree.http.cache.FactCache;
import org.modeltree.revision.Snapshot;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.dependency.Part;
import org.modeltree.revision.sql.Sql;
import org.modeltree.revision.sql.SqlQuery;

/** Reads the sources of the facts of models, and the columns of other features with the same statement. */
@UsesSql("one statement for the facts of many tables, read with every card")
@ApplicationScoped
class Facts {

    /** Key of the model's own facts that have a source: {@value #SOURCED_TEXTS} texts for each, by name. */
    static final String SOURCED = "sourced";

    /** Name, source, day and precision of a sourced fact. */
    static final int SOURCED_TEXTS = 4;

    /** Key of the model's counting measurements: {@value #MEASURED_TEXTS} texts for each, by benchmark. */
    static final String MEASURED = "measured";

    /** Benchmark, label, unit, raw value, settings, source, day and precision of a measurement. */
    static final int MEASURED_TEXTS = 8;

    // An object for each of the ten facts of a model would take PostgreSQL and the parser three times as long.
    private static final String OWN = """
            '%s', to_json(array(
                select unnest(array[s.fact, s.source, cast(s.source_date as text), s.source_precision])
                from model_source s where s.model_id = m.id and s.source is not null order by s.fact)),
            '%s', to_json(array(
                select unnest(array[w.benchmark_id, b.label, b.unit, cast(w.raw as text), cast(w.settings as text), w.source,
                    cast(w.measured_on as text), w.measured_precision])
                from measurement w join benchmark b on b.id = w.benchmark_id
                where w.model_id = m.id and w.counting order by w.benchmark_id))""".formatted(SOURCED, MEASURED);

    /** Key of a query whose rows come with those of another one. */
    private record Ahead(List<String> modelIds) {}

    /** Key of the facts of a model that are kept in memory. */
    record Known(String modelId) {}

    private final Sql sql;
    private final Snapshot snapshot;
    private final FactCache kept;
    private volatile String text;

    Facts(Sql sql, Snapshot snapshot, FactCache kept) {
        this.sql = sql;
        this.snapshot = snapshot;
        this.kept = kept;
    }

    /** Whether facts are kept in memory at all. */
    boolean areKept() {
        return kept.isOn();
    }

    /** Facts of models that are in memory. */
    Map<Known, ModelFacts> inMemory(Collection<String> modelIds) {
        return kept.find(modelIds.stream().map(Known::new).toList(), ModelFacts.class);
    }

    /** Keeps the facts of a model in memory until one of their parts changes. */
    void keep(String modelId, ModelFacts facts, Collection<Part> parts, int bytes) {
        kept.keep(new Known(modelId), facts, parts, bytes);
    }

    private record Row(String modelId, String json) {}

    /**
     * JSON objects of the facts of models and of the columns by name, by model; a key is null where nothing is known. One
     * statement reads all.
     */
    Map<String, String> of(Collection<String> modelIds, List<ModelColumn<?>> columns) {
        Map<String, String> facts = new HashMap<>();
        query(modelIds, columns).list().forEach(row -> facts.put(row.modelId(), row.json()));
        return facts;
    }

    /** Reads the facts of a model in the same round trip as what is read next, if they are asked for in this snapshot. */
    void ahead(String modelId, List<ModelColumn<?>> columns) {
        if (inMemory(List.of(modelId)).isEmpty()) {
            snapshot.remember(
                    new Ahead(List.of(modelId)),
                    query(List.of(modelId), columns).ahead());
        }
    }

    @SuppressWarnings("unchecked")
    private SqlQuery<Row> query(Collection<String> modelIds, List<ModelColumn<?>> columns) {
        return snapshot.remembered(new Ahead(List.copyOf(modelIds)), SqlQuery.class)
                .orElseGet(() -> sql.byKey(text(columns), Row.class).with("ids", modelIds.toArray(String[]::new)));
    }

    private String text(List<ModelColumn<?>> columns) {
        if (text == null) {
            String others = columns.stream()
                    .map(column -> ",\n'" + column.name() + "', " + column.json())
                    .collect(Collectors.joining());
            text = "select m.id, cast(json_build_object(" + OWN + others
                    + ") as text) as facts\nfrom model m where m.id" + Sql.anyOf("ids");
        }
        return text;
    }
}
