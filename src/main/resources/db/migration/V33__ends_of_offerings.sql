-- An offering has ended on its `retiredDate`, and on the last day of a month or a year. The cheapest prices of a model counted
-- it for one day more. A writer of another instance waits until the rows are there.
set local statement_timeout = 0;
select revision from catalog_revision for update;

create or replace function model_prices(model text) returns table (
    currency text, valid_from date, valid_to date, input numeric, output numeric) language sql stable as $$
    with point as (
        select p.currency, coalesce(p.valid_from, '-infinity') as valid_from,
               least(coalesce(p.valid_to, 'infinity'),
                     coalesce(cast(o.retired_date + cast('1 ' || o.retired_precision as interval) as date) - 1, 'infinity'))
                   as valid_to,
               coalesce(p.input_usd, cast(p.amounts ->> 'input' as numeric)) as input,
               coalesce(p.output_usd, cast(p.amounts ->> 'output' as numeric)) as output
        from offering o
        join price p on p.provider_id = o.provider_id and p.provider_model_id = o.provider_model_id
        where o.model_id = model and p.kind = 'metered' and p.mode = 'standard' and p.min_context_tokens = 0
          and p.time_window is null and o.last_seen is null
    ),
    period as (
        select d.currency, d.day as valid_from, lead(d.day) over (partition by d.currency order by d.day) as valid_to
        from (
            select p.currency, p.valid_from as day from point p where p.valid_from < p.valid_to
            union
            select p.currency, p.valid_to from point p where p.valid_from < p.valid_to) d
    )
    select d.currency, d.valid_from, d.valid_to, min(p.input), min(p.output)
    from period d
    join point p on p.currency = d.currency and p.valid_from <= d.valid_from and p.valid_to >= d.valid_to
    where d.valid_to is not null
    group by d.currency, d.valid_from, d.valid_to
    having num_nonnulls(min(p.input), min(p.output)) > 0
$$;

create temporary table ending on commit drop as
select distinct o.model_id from offering o where o.retired_date is not null and o.last_seen is null;
delete from model_price c using ending e where c.model_id = e.model_id;
insert into model_price (model_id, currency, valid_from, valid_to, input, output)
select e.model_id, c.currency, c.valid_from, c.valid_to, c.input, c.output
from ending e cross join lateral model_prices(e.model_id) c;

-- The first look at days of prices began with the oldest change that was kept. If earlier ones are deleted, prices that began
-- or ended before it count by the next look, which goes back to the day on which the database was made. If an offering ends in
-- this month or year, the next look goes back to before it: its price counts to the last day, not only to the first.
update price_day d
set day = least(
    d.day,
    (select cast(min(h.installed_on) as date) - 1 from flyway_schema_history h, retention r where r.changes_until > 0),
    (select min(o.retired_date) - 1
     from price_day n
     join offering o on o.retired_date <= n.day and o.last_seen is null
     where cast(o.retired_date + cast('1 ' || o.retired_precision as interval) as date) - 1 > n.day));
