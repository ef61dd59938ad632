package org.modeltree.catalog.query;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.sql.Sql;
import org.modeltree.revision.sql.SqlQuery;

/** Ranks models that have a measurement on a benchmark. */
@UsesSql("window functions over all measured models")
@ApplicationScoped
public class Rankings {

    private final Sql sql;

    Rankings(Sql sql) {
        this.sql = sql;
    }

    /**
     * A model and its counting measurement.
     *
     * @param raw in the benchmark's unit, not clamped to the scale
     * @param settings settings of the measurement, by name; null if its source states none
     */
    public record Ranked(String modelId, double raw, Map<String, String> settings) {}

    private record Row(String modelId, double raw, String settings) {}

    /**
     * A page of models by raw value, best first; values beyond the ends of the scale tie, and ties are sorted by id.
     *
     * @param measured benchmark, and the ends of the scale
     * @param conditions conditions on the models; none for every model
     * @param ascending whether the lowest raw value comes first
     * @param afterRaw raw value of the last row of the previous page; null for the first page
     * @param afterId id of that row; null for the first page
     * @param limit maximum number of models
     */
    public List<Ranked> page(
            SortKey.Measured measured,
            List<SqlCondition> conditions,
            boolean ascending,
            Double afterRaw,
            String afterId,
            int limit) {
        SortOrder order = SortOrder.by(SortKey.measured("ranked", measured, ascending), true);
        List<Object> after = null;
        if (afterId != null) {
            after = new ArrayList<>();
            after.add(afterRaw);
            after.add(afterId);
        }
        SqlCondition page = PageSql.measured(conditions, order, after);
        SqlQuery<Row> query = sql.query(
                        "select p.id, w.raw, cast(w.settings as text) from (" + page.sql()
                                + ") p join measurement w on w.model_id = p.id"
                                + " and w.benchmark_id = :benchmark and w.counting order by p.place",
                        Row.class)
                .with("benchmark", measured.benchmarkId())
                .with("most", limit)
                .with(page.parameters());
        conditions.forEach(condition -> query.with(condition.parameters()));
        return query.list().stream()
                .map(row -> new Ranked(row.modelId(), row.raw(), CountingMeasurement.settings(row.settings())))
                .toList();
    }
}
