package org.modeltree.offering.published;

import java.util.List;
import java.util.stream.Stream;
import org.modeltree.catalog.records.MeasurementRecordType;
import org.modeltree.catalog.records.PartialDateSql;
import org.modeltree.offering.provider.PublisherServices;

/**
 * Statements that measure the benchmarks {@code input-price} and {@code output-price} at the publisher's own offering, the
 * one whose provider is a {@link PublisherServices service} of the vendor. They concern every offering that is written,
 * except a new one in a file of our own format that has models or measurements: it states the measurements itself. If one of
 * its prices began or ended after the date of the offering, the file states a former price, so the offering is measured.
 */
public final class PublisherPrices {

    /** Ids of the benchmarks. */
    public static final List<String> BENCHMARKS = List.of("input-price", "output-price");

    /** Ids of the measurements, by benchmark. */
    private static final String SLUG = "b.benchmark_id || '.offering'";

    /**
     * The day for which prices are measured, of the revision {@code r} and the {@link PriceDays day} {@code d}: that of the
     * change. If another instance, whose clock is ahead, has begun the next day, it is that one, so that no price begins twice.
     */
    private static final String TODAY = "greatest((r.changed_at at time zone 'UTC')::date, d.day)";

    private static final PartialDateSql RETIRED = PartialDateSql.of("o.retired");

    /** The benchmarks, as far as they exist. */
    private static final String MEASURED = "cross join (select id from benchmark where id in ('%s')) b (benchmark_id)"
            .formatted(String.join("', '", BENCHMARKS));

    /**
     * Whether a price of a staged offering began or ended since the day of which the document is, or the offering ended. Of a
     * month or a year, the last day counts: of the document's date, a tilde comes after each digit and after a hyphen.
     */
    private static final String BEGUN_SINCE = """
            exists (
                select 1
                from catalog_revision r
                cross join price_day d
                cross join lateral (values (to_char(%s, 'YYYY-MM-DD'))) today (day)
                cross join lateral (
                    select unnest(array[p.value ->> 'from', p.value ->> 'to'])
                    from jsonb_path_query(s.doc, '$.prices[*]') p (value)
                    union all
                    select case length(e.day)
                               when 4 then e.day || '-12-31'
                               when 7 then to_char((e.day || '-01')::date + interval '1 month - 1 day', 'YYYY-MM-DD')
                               else e.day end
                    from (values (s.doc ->> 'retiredDate')) e (day)) event (day)
                where event.day collate "C" > (s.doc ->> 'date') || '~' and event.day collate "C" <= today.day)""".formatted(TODAY);

    /** Models with a staged offering of their publisher, and both benchmarks. */
    private static final String PAIRS = """
            select f.model_id, b.benchmark_id
            from (
                select distinct coalesce(s.doc, s.before) ->> 'model' as model_id
                from staged s
                where s.type = 'offering'
                  and (s.at <> '' or s.before is not null
                       or not exists (select 1 from staged o where o.type in ('model', 'measurement') and o.doc is not null)
                       or %s)
                  and coalesce(s.doc, s.before) ->> 'provider' in (
                      select o.provider from (%s) o)
            ) f
            join model m on m.id = f.model_id
            %s
            """.formatted(
            BEGUN_SINCE, PublisherServices.rows("split_part(coalesce(s.doc, s.before) ->> 'model', '/', 1)"), MEASURED);

    /**
     * Models of which a stored offering of their publisher has a price that began or ended in the row {@code days} after
     * {@code former} and up to {@code until}, or ended itself; and both benchmarks. Of a month or a year, the first day counts
     * beside the last one, which is at most a year later.
     */
    static final String DUE = """
            select f.model_id, b.benchmark_id
            from (
                select distinct o.model_id
                from (
                    select p.provider_id, p.provider_model_id
                    from days join price p on p.valid_from > days.former and p.valid_from <= days.until
                    union all
                    select p.provider_id, p.provider_model_id
                    from days join price p on p.valid_to > days.former and p.valid_to <= days.until
                    union all
                    select o.provider_id, o.provider_model_id
                    from days join offering o
                        on o.retired_date > days.former - 366 and o.retired_date <= days.until
                       and (o.retired_date > days.former or (%s) and (%s) is not true)
                ) event
                join offering o
                    on o.provider_id = event.provider_id and o.provider_model_id = event.provider_model_id
                where o.provider_id in (select own.provider from (%s) own)
            ) f
            %s
            """.formatted(
                    RETIRED.reached("days.until"),
                    RETIRED.reached("days.former"),
                    PublisherServices.rows("split_part(o.model_id, '/', 1)"),
                    MEASURED);

    /** Statements on staged offerings. */
    public static final List<String> STATEMENTS = Stream.concat(
                    Stream.of(
                            """
                            delete from measurement w using (%s) p
                            where w.model_id = p.model_id and w.slug = p.slug and p.usd is null
                            """.formatted(priced(PAIRS, TODAY)),
                            // A measurement that already says the same stays alone. The day is that of the change, so
                            // that the price counts before what was measured earlier.
                            """
                            insert into measurement (
                                model_id, slug, benchmark_id, raw, source, measured_on, measured_precision, verified, origin)
                            select p.model_id, p.slug, p.benchmark_id, p.usd, p.source, %s, 'day', false, p.origin
                            from (%s) p cross join catalog_revision r cross join price_day d
                            where p.usd is not null and not exists (
                                select 1 from measurement c
                                where c.model_id = p.model_id and c.benchmark_id = p.benchmark_id and c.counting
                                  and c.raw = p.usd)
                            on conflict on constraint measurement_slug_is_unique do update
                            set raw = excluded.raw, source = excluded.source, measured_on = excluded.measured_on,
                                measured_precision = excluded.measured_precision, origin = excluded.origin
                            """.formatted(TODAY, priced(PAIRS, TODAY))),
                    MeasurementRecordType.recounts(PAIRS).stream())
            .toList();

    private PublisherPrices() {}

    /**
     * Query for today's price of each pair in US dollars, for short prompts in the standard mode. Of several offerings that
     * of the first service counts, then the one with the model's own name, then the one that was stated last, then the
     * shortest id, which has no region or date. A row without an amount has no such price, or a person measured the benchmark.
     *
     * @param pairs query of (model_id, benchmark_id)
     * @param today SQL expression of the day, of the revision {@code r} and the {@link PriceDays day} {@code d}
     */
    static String priced(String pairs, String today) {
        return """
                select b.model_id, b.benchmark_id, %s as slug, p.usd, p.source, p.origin
                from (%s) b
                left join lateral (
                    select case b.benchmark_id when 'input-price' then p.input_usd else p.output_usd end as usd,
                           o.source, o.origin
                    from (%s) own
                    join offering o on o.model_id = b.model_id and o.provider_id = own.provider
                    join price p on p.provider_id = o.provider_id and p.provider_model_id = o.provider_model_id
                    cross join catalog_revision r
                    cross join price_day d
                    cross join lateral (values (%s)) today (day)
                    where o.source is not null
                      and o.last_seen is null and (%s) is not true
                      and p.kind = 'metered' and p.mode = 'standard' and p.min_context_tokens = 0 and p.time_window is null
                      and (p.valid_from is null or p.valid_from <= today.day)
                      and (p.valid_to is null or p.valid_to > today.day)
                    order by own.position, o.provider_model_key = split_part(b.model_id, '/', 2) desc,
                             o.source_date desc nulls last, length(o.provider_model_id), o.provider_model_id, p.position
                    limit 1
                ) p on p.usd > 0 and not exists (
                    select 1 from measurement c
                    where c.model_id = b.model_id and c.benchmark_id = b.benchmark_id and c.counting
                      and c.origin in ('curator', 'modeltree') and c.origin <> p.origin)
                """.formatted(
                        SLUG,
                        pairs,
                        PublisherServices.rows("split_part(b.model_id, '/', 1)"),
                        today,
                        RETIRED.reached("today.day"));
    }
}
