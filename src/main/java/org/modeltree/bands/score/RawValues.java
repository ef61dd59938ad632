package org.modeltree.bands.score;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.modeltree.catalog.query.SqlCondition;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.sql.RowReader;
import org.modeltree.revision.sql.Sql;
import org.modeltree.revision.sql.SqlQuery;

/** Reads the counting raw values of all models that match conditions, on several benchmarks. */
@UsesSql("raw values of thousands of models, side by side")
@ApplicationScoped
public class RawValues {

    private static final RowReader<Row> ROWS = rows ->
            new Row(rows.getString(1), List.of((Double[]) rows.getArray(2).getArray()));

    /** Raw values of a model; without a model the numbers of models. */
    private record Row(String modelId, List<Double> values) {}

    /**
     * A model that has a value on every benchmark.
     *
     * @param raws in the order of the benchmarks
     */
    public record Measured(String modelId, List<Double> raws) {}

    /**
     * What was found.
     *
     * @param all number of models of the catalog
     * @param matching number of models that match the conditions
     * @param missing number of matching models that have no value on a benchmark and have one on all before it, by benchmark
     * @param measured the others
     */
    public record Found(long all, long matching, List<Long> missing, List<Measured> measured) {}

    private final Sql sql;

    RawValues(Sql sql) {
        this.sql = sql;
    }

    /** The models that match all conditions, with their counting raw values on these benchmarks, at least one. */
    @InSnapshot
    public Found of(List<SqlCondition> conditions, List<String> benchmarkIds) {
        List<Integer> all = IntStream.range(0, benchmarkIds.size()).boxed().toList();
        String columns = all.stream().map(i -> ", w" + i + ".raw as r" + i).collect(Collectors.joining());
        String joins = all.stream()
                .map(i ->
                        "left join measurement w%1$d on w%1$d.model_id = m.id and w%1$d.benchmark_id = :benchmark%1$d and w%1$d.counting\n"
                                .formatted(i))
                .collect(Collectors.joining());
        String missing = all.stream()
                .map(i -> ", count(*) filter (where p.r" + i + " is null"
                        + all.stream()
                                .limit(i)
                                .map(before -> " and p.r" + before + " is not null")
                                .collect(Collectors.joining())
                        + ")")
                .collect(Collectors.joining());
        String complete = all.stream().map(i -> "p.r" + i + " is not null").collect(Collectors.joining(" and "));
        String raws = all.stream().map(i -> "p.r" + i).collect(Collectors.joining(", "));
        String text = "with passing as materialized (select m.id" + columns + " from model m\n" + joins
                + SqlCondition.where(conditions) + ")\n"
                + "select cast(null as text), cast(array[(select coalesce(sum(k.models), 0) from model_count k"
                + " where k.dimension = 'all' and k.value = ''), count(*)" + missing
                + "] as double precision[]) from passing p\nunion all\n"
                + "select p.id, array[" + raws + "] from passing p where " + complete;
        SqlQuery<Row> query = sql.query(text, ROWS);
        all.forEach(i -> query.with("benchmark" + i, benchmarkIds.get(i)));
        conditions.forEach(condition -> query.with(condition.parameters()));
        List<Measured> measured = new ArrayList<>();
        List<Long> counts = List.of();
        for (Row row : query.list()) {
            if (row.modelId() == null) {
                counts = row.values().stream().map(Double::longValue).toList();
            } else {
                measured.add(new Measured(row.modelId(), row.values()));
            }
        }
        return new Found(counts.get(0), counts.get(1), counts.subList(2, counts.size()), measured);
    }
}
