package org.modeltree.catalog;

import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;

/** Reads the sources of a model's facts, and the columns of other features with the same statement. */
@ApplicationScoped
class Facts {

    /** Column of the model's own facts that have a source, by name. */
    static final String SOURCED = "sourced";

    /** Column of the model's counting measurements, by benchmark. */
    static final String MEASURED = "measured";

    private static final String OWN = """
            (select json_agg(json_build_object('name', s.fact, 'source', s.source, 'day', s.source_date,
                        'precision', s.source_precision) order by s.fact)
             from model_source s where s.model_id = m.id and s.source is not null) as sourced,
            (select json_agg(json_build_object('name', w.benchmark_id, 'raw', w.raw, 'source', w.source,
                        'day', w.measured_on, 'precision', w.measured_precision) order by w.benchmark_id)
             from measurement w where w.model_id = m.id and w.counting) as measured""";

    private final EntityManager entities;
    private final List<ModelColumn> columns;

    Facts(EntityManager entities, @All List<ModelColumn> columns) {
        this.entities = entities;
        this.columns = columns;
    }

    /** JSON text by column name; null where nothing is known. */
    Map<String, String> of(String modelId) {
        StringBuilder select =
                new StringBuilder("select cast(p.sourced as text) as sourced, cast(p.measured as text) as measured");
        StringBuilder parts = new StringBuilder(OWN);
        for (ModelColumn column : columns) {
            select.append(", cast(p.")
                    .append(column.name())
                    .append(" as text) as ")
                    .append(column.name());
            parts.append(",\n").append(column.json()).append(" as ").append(column.name());
        }
        Tuple row = entities.unwrap(Session.class)
                .createNativeQuery(
                        select + " from (select " + parts + "\nfrom model m where m.id = :id) p", Tuple.class)
                .setParameter("id", modelId)
                .getSingleResult();
        Map<String, String> values = new HashMap<>();
        row.getElements().forEach(element -> values.put(element.getAlias(), row.get(element.getAlias(), String.class)));
        return values;
    }
}
