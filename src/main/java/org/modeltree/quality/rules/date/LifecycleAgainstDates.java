package org.modeltree.quality.rules.date;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.PartialDateSql;
import org.modeltree.quality.rules.Rule;
import org.modeltree.quality.rules.Severity;

/** The lifecycle of a model contradicts its dates. */
@Singleton
class LifecycleAgainstDates extends Rule {

    private static final PartialDateSql DEPRECATED = PartialDateSql.of("m.deprecated");
    private static final PartialDateSql RETIRED = PartialDateSql.of("m.retired");

    private final Clock clock;

    LifecycleAgainstDates(Clock clock) {
        super(
                "lifecycle_against_dates",
                Severity.WARNING,
                "The lifecycle contradicts the dates: the model is retired before its retirement date, or not "
                        + "retired or deprecated after the date for it.",
                """
                select m.id as model, 'lifecycle' as fact,
                       json_build_object(
                           'lifecycle', m.lifecycle, 'deprecatedDate', %s, 'retiredDate', %s) as evidence
                from scope m
                where (m.lifecycle = 'retired' and m.retired_date > :today)
                   or (coalesce(m.lifecycle, '') <> 'retired' and %s)
                   or (coalesce(m.lifecycle, '') not in ('deprecated', 'retired') and %s)
                """.formatted(DEPRECATED.json(), RETIRED.json(), RETIRED.reached(), DEPRECATED.reached()));
        this.clock = clock;
    }

    @Override
    public Map<String, Object> parameters() {
        return Map.of("today", LocalDate.now(clock));
    }

    @Override
    public String detail(Evidence evidence) {
        String date = evidence.has("retiredDate")
                ? "the retirement date is " + evidence.date("retiredDate")
                : "the deprecation date is " + evidence.date("deprecatedDate");
        String lifecycle = evidence.has("lifecycle") ? evidence.text("lifecycle") : "unknown";
        return "The lifecycle is " + lifecycle + ", but " + date + ".";
    }
}
