package org.modeltree.card.recommend;

import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.SQLTimeoutException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.modeltree.bands.capability.CapabilityStanding;
import org.modeltree.catalog.query.SqlCondition;
import org.modeltree.offering.cheapest.CheapestOfferings;
import org.modeltree.revision.Deadline;
import org.modeltree.revision.InSnapshot;
import org.modeltree.revision.UsesSql;
import org.modeltree.revision.sql.FailedStatement;
import org.modeltree.revision.sql.RowReader;
import org.modeltree.revision.sql.Sql;
import org.modeltree.revision.sql.SqlQuery;
import org.modeltree.scoring.Score;

/**
 * Reads the models that fit a wish, the cheapest first. They come one after the other, so the memory of the service does not
 * grow with their number; that of the database is bounded by its {@code work_mem}.
 */
@UsesSql("raw values and prices of up to a million models, side by side")
@ApplicationScoped
class Candidates {

    private static final String QUERY_CANCELED = "57014";
    private static final int BETWEEN_CHECKS = 1_000;

    /**
     * A model that has a score on every need that reaches its minimum, and an offering within the budget.
     *
     * @param raws raw values in the order of the needs
     * @param weighted lowest price, as {@link org.modeltree.offering.cheapest.CheapestOffering#weighted}
     */
    record Candidate(String modelId, List<Double> raws, BigDecimal weighted) {}

    /**
     * Numbers of models.
     *
     * @param all all of the catalog
     * @param matching those that match the conditions
     * @param missing matching models without a score on a need that have one on all before it, by need
     * @param tooLow those with scores on all needs, whose score on a need is below its minimum and on none before it
     * @param noPrice those that reach all minimums and have no offering that counts
     * @param onlyFree those that have free offerings only, although these do not count
     * @param overBudget those whose price is above the budget
     */
    record Counts(
            long all,
            long matching,
            List<Long> missing,
            List<Long> tooLow,
            long noPrice,
            long onlyFree,
            long overBudget) {}

    private static final RowReader<Candidate> ROWS = rows ->
            new Candidate(rows.getString(1), List.of((Double[]) rows.getArray(2).getArray()), rows.getBigDecimal(3));

    private final Sql sql;
    private final CheapestOfferings offerings;

    Candidates(Sql sql, CheapestOfferings offerings) {
        this.sql = sql;
        this.offerings = offerings;
    }

    /**
     * Gives all candidates to a reader, in the order of their price.
     *
     * @param conditions on the models that may be recommended
     * @param needed standings of the needs
     * @return the numbers of all other models
     * @throws FailedStatement if it takes longer than the request may
     */
    @InSnapshot
    Counts each(Wish wish, List<SqlCondition> conditions, List<CapabilityStanding> needed, Consumer<Candidate> reader) {
        CheapestOfferings.Priced priced = offerings.priced(wish.mix(), needs(wish));
        Map<String, Object> parameters = new HashMap<>(priced.parameters());
        parameters.put("budget", wish.mostWeighted());
        for (int i = 0; i < needed.size(); i++) {
            parameters.put("benchmark" + i, needed.get(i).capability.benchmarkId());
            BigDecimal minimum = wish.needs().get(i).scoreMin();
            if (minimum != null) {
                // Agrees with the scale to the last bit, so that the database need not compute scores.
                parameters.put("minimum" + i, needed.get(i).scale.worstRawScoring(new Score(minimum.doubleValue())));
            }
        }
        SqlQuery<Candidate> query =
                sql.query(text(wish, conditions, needed, priced), ROWS).with(parameters);
        conditions.forEach(condition -> query.with(condition.parameters()));
        Receiver receiver = new Receiver(needed.size(), conditions.isEmpty(), reader);
        query.each(receiver);
        return receiver.counts;
    }

    /** What an offering must have to count. */
    static CheapestOfferings.Needs needs(Wish wish) {
        return new CheapestOfferings.Needs(
                wish.providers(),
                wish.filter().contextWindowMin(),
                wish.filter().supports());
    }

    /** The rows: first the numbers, then the candidates. */
    private static final class Receiver implements Consumer<Candidate> {

        private final int needs;
        private final boolean everyModel;
        private final Consumer<Candidate> reader;
        private Counts counts;
        private long seen;

        Receiver(int needs, boolean everyModel, Consumer<Candidate> reader) {
            this.needs = needs;
            this.everyModel = everyModel;
            this.reader = reader;
        }

        @Override
        public void accept(Candidate row) {
            if (counts == null) {
                counts = counts(row.raws().stream().map(Double::longValue).toList());
                return;
            }
            if (++seen % BETWEEN_CHECKS == 0
                    && Deadline.current().filter(Deadline::hasPassed).isPresent()) {
                throw new FailedStatement(new SQLTimeoutException("too many candidates", QUERY_CANCELED));
            }
            reader.accept(row);
        }

        private Counts counts(List<Long> row) {
            long all = row.get(0);
            long read = row.get(1);
            List<Long> missing = new ArrayList<>(row.subList(2, 2 + needs));
            if (everyModel) {
                // Models without the first measurement were not even read.
                missing.set(0, all - read);
            }
            List<Long> tooLow = row.subList(2 + needs, 2 + 2 * needs);
            List<Long> rest = row.subList(2 + 2 * needs, row.size());
            return new Counts(
                    all, everyModel ? all : read, missing, tooLow, rest.get(0) - rest.get(1), rest.get(2), rest.get(3));
        }
    }

    private static String text(
            Wish wish,
            List<SqlCondition> conditions,
            List<CapabilityStanding> needed,
            CheapestOfferings.Priced priced) {
        List<String> known = new ArrayList<>();
        List<String> reached = new ArrayList<>();
        for (int i = 0; i < needed.size(); i++) {
            known.add("p.r" + i + " is not null");
            reached.add(
                    wish.needs().get(i).scoreMin() == null
                            ? "true"
                            : "p.r" + i + (needed.get(i).scale.lowerIsBetter() ? " <= " : " >= ") + ":minimum" + i);
        }
        String fits = and(known) + " and " + and(reached);
        List<String> counts = new ArrayList<>(List.of("count(*)"));
        for (int i = 0; i < needed.size(); i++) {
            counts.add(filtered("p.r" + i + " is null", known.subList(0, i)));
        }
        for (int i = 0; i < needed.size(); i++) {
            List<String> before = new ArrayList<>(known);
            before.addAll(reached.subList(0, i));
            counts.add(filtered("not (" + reached.get(i) + ")", before));
        }
        counts.add("count(*) filter (where " + fits + ")");
        return """
                with passing as materialized (
                %s
                ),
                priced as materialized (
                    select p.id, %s, min(o.weighted) filter (where not o.free or %s) as amount
                    from passing p
                    join (%s) o on o.model_id = p.id
                    where %s
                    group by p.id, %s
                )
                select cast(null as text),
                       cast(array[(select coalesce(sum(k.models), 0) from model_count k where k.dimension = 'all' and k.value = '')]
                           || c.counts || o.counts as double precision[]),
                       cast(null as numeric) as amount
                from (select array[%s] as counts from passing p) c,
                     (select array[count(*), count(*) filter (where w.amount is null),
                                   count(*) filter (where w.amount > cast(:budget as numeric))] as counts from priced w) o
                union all
                select w.id, array[%s], w.amount from priced w
                where w.amount is not null and w.amount <= coalesce(cast(:budget as numeric), w.amount)
                order by amount nulls first
                """.formatted(
                        passing(conditions, needed.size()),
                        columns("p.r", needed.size()),
                        wish.free(),
                        priced.sql(),
                        fits,
                        columns("p.r", needed.size()),
                        String.join(", ", counts),
                        columns("w.r", needed.size()));
    }

    /** Raw values side by side. Without conditions, models that lack the first one are not read at all. */
    private static String passing(List<SqlCondition> conditions, int needs) {
        String raws = IntStream.range(0, needs)
                .mapToObj(i -> ", w" + i + ".raw as r" + i)
                .collect(Collectors.joining());
        String id = conditions.isEmpty() ? "w0.model_id" : "m.id";
        String joins = IntStream.range(conditions.isEmpty() ? 1 : 0, needs)
                .mapToObj(i ->
                        "left join measurement w%1$d on w%1$d.model_id = %2$s and w%1$d.benchmark_id = :benchmark%1$d and w%1$d.counting\n"
                                .formatted(i, id))
                .collect(Collectors.joining());
        return "select " + id + " as id" + raws + "\n"
                + (conditions.isEmpty() ? "from measurement w0\n" : "from model m\n")
                + joins
                + (conditions.isEmpty()
                        ? "where w0.benchmark_id = :benchmark0 and w0.counting"
                        : SqlCondition.where(conditions));
    }

    private static String columns(String name, int needs) {
        return IntStream.range(0, needs).mapToObj(i -> name + i).collect(Collectors.joining(", "));
    }

    private static String filtered(String condition, List<String> before) {
        return "count(*) filter (where " + condition
                + before.stream().map(other -> " and " + other).collect(Collectors.joining()) + ")";
    }

    private static String and(List<String> conditions) {
        return String.join(" and ", conditions);
    }
}
