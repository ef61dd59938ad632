package org.modeltree.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hibernate.Session;

/** Reads the sources of the facts of models, and the columns of other features with the same statement. */
@ApplicationScoped
class Facts {

    /** Key of the model's own facts that have a source, by name. */
    static final String SOURCED = "sourced";

    /** Key of the model's counting measurements, by benchmark. */
    static final String MEASURED = "measured";

    private static final String OWN = """
            '%s', (select json_agg(json_build_object('name', s.fact, 'source', s.source, 'day', s.source_date,
                        'precision', s.source_precision) order by s.fact)
             from model_source s where s.model_id = m.id and s.source is not null),
            '%s', (select json_agg(json_build_object('name', w.benchmark_id, 'label', b.label, 'unit', b.unit, 'raw', w.raw, 'settings', w.settings,
                        'source', w.source, 'day', w.measured_on, 'precision', w.measured_precision) order by w.benchmark_id)
             from measurement w join benchmark b on b.id = w.benchmark_id
             where w.model_id = m.id and w.counting)""".formatted(SOURCED, MEASURED);

    private final EntityManager entities;

    Facts(EntityManager entities) {
        this.entities = entities;
    }

    private record Row(String modelId, String json) {}

    /**
     * JSON objects of the facts of models and of the columns by name, by model; a key is null where nothing is known. One
     * statement reads all.
     */
    Map<String, String> of(Collection<String> modelIds, List<ModelColumn<?>> columns) {
        String others = columns.stream()
                .map(column -> ",\n'" + column.name() + "', " + column.json())
                .collect(Collectors.joining());
        Map<String, String> facts = new HashMap<>();
        entities.unwrap(Session.class)
                .createNativeQuery(
                        "select m.id, cast(json_build_object(" + OWN + others
                                + ") as text) as facts\nfrom model m where m.id = any (:ids)",
                        Row.class)
                .setParameter("ids", modelIds.toArray(String[]::new))
                .getResultList()
                .forEach(row -> facts.put(row.modelId(), row.json()));
        return facts;
    }
}
