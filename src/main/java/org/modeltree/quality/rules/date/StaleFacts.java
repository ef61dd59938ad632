package org.modeltree.quality.rules.date;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import org.modeltree.catalog.records.PartialDateSql;
import org.modeltree.quality.rules.CurrentSql;
import org.modeltree.quality.rules.DatedRule;
import org.modeltree.quality.rules.Evidence;
import org.modeltree.quality.rules.QualitySettings;
import org.modeltree.quality.rules.Severity;

/** Facts that change over time were read from their sources too long ago. */
@Singleton
class StaleFacts extends DatedRule {

    private static final PartialDateSql READ = PartialDateSql.of("d.read");

    private final int staleAfterDays;

    StaleFacts(Clock clock, QualitySettings settings) {
        super(
                clock,
                "stale_facts",
                Severity.INFO,
                "Facts that change over time (offerings, measured prices, lifecycle) were read from their sources "
                        + "more than modeltree.quality.stale-after-days days ago. Reported once per model; retired "
                        + "models are excluded.",
                """
                select d.model_id as model, 'sources' as fact,
                       json_build_object(
                           'facts', count(*),
                           'oldest', (array_agg(json_build_object('fact', d.fact, 'source', d.source, 'date', %s)
                               order by d.read_date, d.fact))[1],
                           'staleAfterDays', cast(:staleAfterDays as integer)) as evidence
                from (
                    select m.id as model_id, 'offerings/' || o.provider_id || '/' || o.provider_model_id as fact, o.source,
                           o.source_date as read_date, o.source_precision as read_precision
                    from scope m
                    join offering o on o.model_id = m.id
                    where m.lifecycle is distinct from 'retired' and o.source_date < :staleBefore and %s
                    union all
                    select m.id, w.benchmark_id, w.source, w.measured_on, w.measured_precision
                    from scope m
                    join measurement w on w.model_id = m.id and w.counting
                    join benchmark b on b.id = w.benchmark_id
                    where m.lifecycle is distinct from 'retired' and w.measured_on < :staleBefore and starts_with(b.unit, 'usd_')
                    union all
                    select m.id, s.fact, s.source, s.source_date, s.source_precision
                    from scope m
                    join model_source s on s.model_id = m.id
                    where m.lifecycle is distinct from 'retired' and s.source_date < :staleBefore
                      and s.fact in ('lifecycle', 'deprecatedDate', 'retiredDate', 'successor', 'pricingStatus')
                ) d
                where %s <= :staleBefore
                group by d.model_id
                """.formatted(READ.json(), CurrentSql.OFFERING, READ.end()));
        this.staleAfterDays = settings.staleAfterDays();
    }

    @Override
    public Map<String, Object> parameters() {
        LocalDate today = today();
        return Map.of("today", today, "staleBefore", today.minusDays(staleAfterDays), "staleAfterDays", staleAfterDays);
    }

    @Override
    public String detail(Evidence evidence) {
        Evidence oldest = evidence.in("oldest");
        return evidence.count("facts", "fact that can change was", "facts that can change were")
                + " last read more than " + evidence.number("staleAfterDays") + " days ago; the oldest is "
                + oldest.text("fact")
                + ", dated "
                + oldest.date("date") + ".";
    }
}
