package org.modeltree.catalog.query;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.modeltree.revision.UsesSql;

/** Ranks all models that something has been measured of. */
@UsesSql("window functions over every model that is measured")
@ApplicationScoped
public class Rankings {

    private final EntityManager entities;

    Rankings(EntityManager entities) {
        this.entities = entities;
    }

    /**
     * A model and the raw value that counts for it.
     *
     * @param raw as it is, though beyond the scale
     */
    public record Ranked(String modelId, double raw) {}

    /**
     * A page of models by raw value, ties by id; values beyond the ends count as the ends.
     *
     * @param measured what by, and the ends
     * @param ascending whether the least comes first
     * @param afterRaw with {@code afterId} the row to go on behind, or null for the first page
     */
    public List<Ranked> page(SortKey.Measured measured, boolean ascending, Double afterRaw, String afterId, int most) {
        SortOrder order = SortOrder.by(SortKey.measured("ranked", measured, ascending), true);
        List<Object> after = null;
        if (afterId != null) {
            after = new ArrayList<>();
            after.add(afterRaw);
            after.add(afterId);
        }
        SqlCondition page = PageSql.measured(order, after);
        NativeQuery<Tuple> query = entities.unwrap(Session.class)
                .createNativeQuery(
                        "select p.id, w.raw from (" + page.sql() + ") p join measurement w on w.model_id = p.id"
                                + " and w.benchmark_id = :benchmark and w.counting order by p.place",
                        Tuple.class)
                .setParameter("benchmark", measured.benchmarkId())
                .setParameter("most", most);
        page.parameters().forEach(query::setParameter);
        return query.getResultList().stream()
                .map(row -> new Ranked(row.get(0, String.class), row.get(1, Double.class)))
                .toList();
    }
}
