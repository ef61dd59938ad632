package org.modeltree.bands.cohort;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.modeltree.catalog.query.Traits;
import org.modeltree.scoring.Tally;

/** Reads the precomputed tallies of cohorts that are defined by a single trait or by a range of release dates. */
@ApplicationScoped
class CohortTallies {

    /**
     * Range of values of one dimension, whose tallies are added or subtracted.
     *
     * @param sign 1 to add, -1 to subtract
     * @param from first value, inclusive
     * @param before end of the range, exclusive
     */
    private record Part(int sign, String dimension, String from, String before) {}

    private static final String MIN_VALUE = "0000";
    private static final String MAX_VALUE = "9999~";
    private static final int MONTH_LENGTH = 7;
    private static final int YEAR_LENGTH = 4;

    private final EntityManager entities;

    CohortTallies(EntityManager entities) {
        this.entities = entities;
    }

    /** Tallies of the models with these traits, by benchmark; empty if the models must be counted instead. */
    Optional<Map<String, Tally>> of(List<String> benchmarkIds, Traits traits) {
        return parts(traits).map(parts -> tallies(benchmarkIds, parts));
    }

    /** Tallies of the models released in each period, by its first day. */
    NavigableMap<LocalDate, Tally> byRelease(String benchmarkId, Interval interval) {
        String begins = switch (interval) {
            case YEAR -> "c.value || '-01-01'";
            case QUARTER ->
                "left(c.value, 5) || case when c.value < left(c.value, 5) || '04' then '01'"
                        + " when c.value < left(c.value, 5) || '07' then '04'"
                        + " when c.value < left(c.value, 5) || '10' then '07' else '10' end || '-01'";
            case MONTH -> "c.value || '-01'";
        };
        return TallyRows.byDay(entities.unwrap(Session.class)
                .createNativeQuery(TallyRows.grouped("cast(p.begins as text)", """
                                select %s as begins, c.raw, sum(cast(c.models as float8)) as models from cohort_tally c
                                where c.dimension = :dimension and c.benchmark_id = :benchmark group by 1, 2
                                """.formatted(begins)), Tuple.class)
                .setParameter("dimension", interval == Interval.YEAR ? "year" : "month")
                .setParameter("benchmark", benchmarkId));
    }

    private Map<String, Tally> tallies(List<String> benchmarkIds, List<Part> parts) {
        StringBuilder union = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            union.append(i == 0 ? "" : " union all ")
                    .append("select c.benchmark_id, c.raw, ")
                    .append(parts.get(i).sign())
                    .append(" * cast(c.models as float8) as models from cohort_tally c")
                    .append(" where c.benchmark_id in (:benchmarks) and c.dimension = '")
                    .append(parts.get(i).dimension())
                    .append("' and c.value >= :from")
                    .append(i)
                    .append(" and c.value < :before")
                    .append(i);
        }
        // Sums of doubles are exact up to 2^53 and much faster than sums of bigint, which PostgreSQL computes as numeric.
        NativeQuery<Tuple> query = entities.unwrap(Session.class)
                .createNativeQuery(
                        TallyRows.grouped(
                                "p.benchmark_id",
                                "select e.benchmark_id, e.raw, sum(e.models) as models from (" + union
                                        + ") e group by 1, 2 having sum(e.models) > 0"),
                        Tuple.class)
                .setParameter("benchmarks", benchmarkIds);
        for (int i = 0; i < parts.size(); i++) {
            query.setParameter("from" + i, parts.get(i).from())
                    .setParameter("before" + i, parts.get(i).before());
        }
        return TallyRows.byText(query);
    }

    private static Optional<List<Part>> parts(Traits traits) {
        if (traits.equals(Traits.releasedBetween(traits.releasedFrom(), traits.releasedTo()))) {
            List<Part> parts = new ArrayList<>();
            if (traits.releasedTo() == null) {
                parts.add(new Part(1, "year", MIN_VALUE, MAX_VALUE));
            } else {
                addReleasedUntil(1, traits.releasedTo(), parts, true);
            }
            if (traits.releasedFrom() != null) {
                addReleasedUntil(-1, traits.releasedFrom(), parts, false);
            }
            return Optional.of(parts);
        }
        List<Part> parts = new ArrayList<>();
        addSingle(parts, "vendor", traits.vendor());
        addSingle(parts, "kind", traits.kind());
        addSingle(parts, "lifecycle", traits.lifecycle());
        addSingle(
                parts,
                "openWeights",
                traits.openWeights() == null
                        ? null
                        : List.of(traits.openWeights().toString()));
        addSingle(parts, "modality", traits.modality());
        boolean single = parts.size() == 1
                && parts.get(0) != null
                && traits.family() == null
                && traits.releasedFrom() == null
                && traits.releasedTo() == null;
        return single ? Optional.of(parts) : Optional.empty();
    }

    private static void addSingle(List<Part> parts, String dimension, List<String> values) {
        if (values != null) {
            // Values contain no control characters, so no other value sorts between a value and itself plus U+0001.
            parts.add(values.size() == 1 ? new Part(1, dimension, values.get(0), values.get(0) + "\u0001") : null);
        }
    }

    /** Adds the models released up to a day: earlier years, earlier months of its year, and days of its month. */
    private static void addReleasedUntil(int sign, LocalDate day, List<Part> parts, boolean inclusive) {
        String text = day.toString();
        parts.add(new Part(sign, "year", MIN_VALUE, text.substring(0, YEAR_LENGTH)));
        parts.add(new Part(sign, "month", text.substring(0, YEAR_LENGTH), text.substring(0, MONTH_LENGTH)));
        parts.add(new Part(sign, "day", text.substring(0, MONTH_LENGTH), inclusive ? text + "~" : text));
    }
}
