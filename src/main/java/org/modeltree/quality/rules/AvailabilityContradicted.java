package org.modeltree.quality.rules;

import jakarta.inject.Singleton;
import java.time.Clock;
import org.modeltree.card.WeightLicences;
import org.modeltree.catalog.records.PartialDateSql;

/** A card states an availability that the facts contradict. */
@Singleton
class AvailabilityContradicted extends DatedRule {

    private static final PartialDateSql RETIRED = PartialDateSql.of("m.retired");
    private static final PartialDateSql RELEASED = PartialDateSql.of("m.release");
    private static final PartialDateSql ENDED = PartialDateSql.of("o.retired");

    /** Offerings of the model {@code m}: the first current one, the first of another provider, and the one to end last. */
    private static final String OFFERINGS =
            """
            select (array_agg(o.path order by o.provider_id, o.provider_model_id) filter (where o.is_current))[1] as of_any,
                   (array_agg(o.path order by o.provider_id, o.provider_model_id)
                       filter (where o.is_current and not %s))[1] as of_others,
                   bool_and(o.is_ended) as all_ended,
                   (array_agg(o.path order by o.last_day desc, o.provider_id, o.provider_model_id))[1] as last_ended
            from (
                select path.path, o.provider_id, o.provider_model_id, ended.is_ended, %s - 1 as last_day,
                       not ended.is_ended and o.last_seen is null and (priced.n = 0 or priced.applying > 0) as is_current
                from offering o
                cross join lateral (values (o.provider_id || '/' || o.provider_model_id)) path (path)
                cross join lateral (values ((%s) is true)) ended (is_ended)
                cross join lateral (
                    select count(*) as n, count(*) filter (where %s) as applying
                    from price p
                    where p.provider_id = o.provider_id and p.provider_model_id = o.provider_model_id) priced
                where o.model_id = m.id
            ) o
            """.formatted(CurrentSql.BY_PUBLISHER, ENDED.end(), ENDED.reached(), CurrentSql.PRICE);

    AvailabilityContradicted(Clock clock) {
        super(
                clock,
                "availability_contradicted",
                Severity.ERROR,
                "A card states that the model is available through an API or that its weights are published, or the "
                        + "opposite, and a fact says otherwise.",
                """
                select m.id as model, 'card/availability/' || f.part as fact,
                       json_build_object(
                           'status', f.status, 'name', f.name, 'value', f.value,
                           'source', case when f.offering is null
                               then (select s.source from model_source s where s.model_id = m.id and s.fact = f.name)
                               else (select o.source from offering o
                                     where o.provider_id || '/' || o.provider_model_id = f.offering and o.model_id = m.id) end)
                           as evidence
                from scope m
                join card c on c.model_id = m.id
                cross join lateral (values (
                    %1$s is true, m.lifecycle = 'retired' and (m.retired_date > :today) is not true)) gone (by_date, by_lifecycle)
                cross join lateral (%2$s) o
                cross join lateral (
                    -- One row per part whose card and facts both decide. The first condition that holds decides.
                    select 'api' as part, c.api as status,
                           c.api in ('available', 'limited', 'released', 'contact_sales') as stated, fact.*
                    from (select
                        case when gone.by_date or gone.by_lifecycle
                             then case when o.of_others is null then false when m.open_weights then true end
                             when o.of_any is not null then true
                             when m.lifecycle = 'announced' or m.release_date > :today or o.all_ended then false end as is_available,
                        case when gone.by_date or gone.by_lifecycle then o.of_others
                             when o.of_any is not null then o.of_any
                             when m.lifecycle = 'announced' or m.release_date > :today then null
                             else o.last_ended end as offering) decided
                    cross join lateral (select decided.is_available, decided.offering,
                        case when decided.is_available then 'offerings/' || decided.offering
                             when gone.by_date then 'retiredDate'
                             when gone.by_lifecycle or m.lifecycle = 'announced' then 'lifecycle'
                             when m.release_date > :today then 'releaseDate'
                             else 'offerings/' || decided.offering || '/retiredDate' end as name,
                        case when decided.is_available then to_json(cast('current' as text))
                             when gone.by_date then %3$s
                             when gone.by_lifecycle or m.lifecycle = 'announced' then to_json(m.lifecycle)
                             when m.release_date > :today then %4$s
                             else (select %5$s from offering o
                                   where o.provider_id || '/' || o.provider_model_id = decided.offering and o.model_id = m.id)
                             end as value) fact
                    where c.api in ('available', 'limited', 'released', 'contact_sales', 'not_available', 'not_released')
                    union all
                    select 'openSource', c.open_source, c.open_source in ('available', 'limited', 'released'),
                           weights.are_open, null,
                           case when m.open_weights is null then 'licence' else 'openWeights' end,
                           case when m.open_weights is null then to_json(m.licence) else to_json(m.open_weights) end
                    from (values (coalesce(
                        m.open_weights, case when m.licence ~* '%6$s' then true when m.licence ~* '%7$s' then false end)))
                        weights (are_open)
                    where c.open_source in ('available', 'limited', 'released', 'not_available', 'not_released')
                ) f
                where f.stated <> f.is_available
                """.formatted(
                                "(" + RETIRED.reached() + ")",
                                OFFERINGS,
                                RETIRED.json(),
                                RELEASED.json(),
                                ENDED.json(),
                                WeightLicences.OPEN,
                                WeightLicences.CLOSED));
    }

    @Override
    public String detail(Evidence evidence) {
        String value = evidence.in("value").has("value") ? evidence.date("value") : evidence.text("value");
        return "The card states " + evidence.text("status") + ", but " + evidence.text("name") + " is " + value + ".";
    }
}
