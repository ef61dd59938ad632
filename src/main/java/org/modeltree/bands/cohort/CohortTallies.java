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

/** Reads the tallies that the database keeps for cohorts of one trait, and for those released up to some day. */
@ApplicationScoped
class CohortTallies {

    /** Values of one dimension, from the first on and before the last; what they count is added or taken away. */
    private record Part(int sign, String dimension, String from, String before) {}

    private static final String BEFORE_ALL = "0000";
    private static final String BEHIND_ALL = "9999~";
    private static final int MONTH = 7;
    private static final int YEAR = 4;

    private final EntityManager entities;

    CohortTallies(EntityManager entities) {
        this.entities = entities;
    }

    /** The tallies over the models that have these traits, by benchmark; empty where they have to be counted. */
    Optional<Map<String, Tally>> of(List<String> benchmarkIds, Traits traits) {
        return parts(traits).map(parts -> tallies(benchmarkIds, parts));
    }

    /** The tallies of all models released in each period, by its first day. */
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
        StringBuilder each = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            each.append(i == 0 ? "" : " union all ")
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
        // Sums of doubles are exact up to 2 to the power of 53, and many times as fast as those of bigint, which are
        // numeric.
        NativeQuery<Tuple> query = entities.unwrap(Session.class)
                .createNativeQuery(
                        TallyRows.grouped(
                                "p.benchmark_id",
                                "select e.benchmark_id, e.raw, sum(e.models) as models from (" + each
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
                parts.add(new Part(1, "year", BEFORE_ALL, BEHIND_ALL));
            } else {
                until(1, traits.releasedTo(), parts, true);
            }
            if (traits.releasedFrom() != null) {
                until(-1, traits.releasedFrom(), parts, false);
            }
            return Optional.of(parts);
        }
        List<Part> parts = new ArrayList<>();
        one(parts, "vendor", traits.vendor());
        one(parts, "kind", traits.kind());
        one(parts, "lifecycle", traits.lifecycle());
        one(
                parts,
                "openWeights",
                traits.openWeights() == null
                        ? null
                        : List.of(traits.openWeights().toString()));
        one(parts, "modality", traits.modality());
        boolean single = parts.size() == 1
                && parts.get(0) != null
                && traits.family() == null
                && traits.releasedFrom() == null
                && traits.releasedTo() == null;
        return single ? Optional.of(parts) : Optional.empty();
    }

    private static void one(List<Part> parts, String dimension, List<String> values) {
        if (values != null) {
            // No value has a character below the blank, so nothing lies between it and itself with one more.
            parts.add(values.size() == 1 ? new Part(1, dimension, values.get(0), values.get(0) + "\u0001") : null);
        }
    }

    /** What was released up to a day: the years before it, and the months of its year, and the days of its month. */
    private static void until(int sign, LocalDate day, List<Part> parts, boolean inclusive) {
        String text = day.toString();
        parts.add(new Part(sign, "year", BEFORE_ALL, text.substring(0, YEAR)));
        parts.add(new Part(sign, "month", text.substring(0, YEAR), text.substring(0, MONTH)));
        parts.add(new Part(sign, "day", text.substring(0, MONTH), inclusive ? text + "~" : text));
    }
}
