package org.modeltree.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.stream.Collectors;
import org.hibernate.Session;

/** Reads the sources of a model's facts, and the columns of other features with the same statement. */
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

    /** JSON object of the model's facts and of the columns by name; a key is null where nothing is known. */
    String of(String modelId, List<ModelColumn<?>> columns) {
        String others = columns.stream()
                .map(column -> ",\n'" + column.name() + "', " + column.json())
                .collect(Collectors.joining());
        return entities.unwrap(Session.class)
                .createNativeQuery(
                        "select cast(json_build_object(" + OWN + others + ") as text)\nfrom model m where m.id = :id",
                        String.class)
                .setParameter("id", modelId)
                .getSingleResult();
    }
}
