package org.modeltree.quality.rules.date;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.PartialDateSql;
import org.modeltree.quality.rules.Rule;
import org.modeltree.quality.rules.Severity;

/** What a model is said to be, and what its dates make it, differ. */
@Singleton
class LifecycleAgainstDates extends Rule {

    private static final PartialDateSql DEPRECATED = PartialDateSql.of("m.deprecated");
    private static final PartialDateSql RETIRED = PartialDateSql.of("m.retired");

    private final Clock clock;

    LifecycleAgainstDates(Clock clock) {
        super(
                "lifecycle_against_dates",
                Severity.WARNING,
                "The lifecycle is behind or ahead of the dates: retired before its day, or not "
                        + "retired or deprecated after it.",
                """
                select m.id as model, 'lifecycle' as fact,
                       json_build_object(
                           'lifecycle', m.lifecycle, 'deprecatedDate', %s, 'retiredDate', %s, 'today', cast(:today as date)) as grounds
                from scope m
                where (m.lifecycle = 'retired' and m.retired_date > :today)
                   or (coalesce(m.lifecycle, '') <> 'retired' and %s)
                   or (coalesce(m.lifecycle, '') not in ('deprecated', 'retired') and %s)
                """.formatted(DEPRECATED.json(), RETIRED.json(), RETIRED.begun(), DEPRECATED.begun()));
        this.clock = clock;
    }

    @Override
    public Map<String, Object> parameters() {
        return Map.of("today", LocalDate.now(clock));
    }

    @Override
    public String detail(Evidence grounds) {
        String dates = grounds.has("retiredDate")
                ? "its retirement is dated " + grounds.date("retiredDate")
                : "its deprecation is dated " + grounds.date("deprecatedDate");
        String said = grounds.has("lifecycle") ? "said to be " + grounds.text("lifecycle") : "of unknown lifecycle";
        return "The model is " + said + ", but " + dates + "; today is " + grounds.text("today") + ".";
    }
}
