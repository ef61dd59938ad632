-- The offerings of a provider in the order of their models, and how many there are, so that the list of providers and their
-- price lists cost the same however many offerings the catalog has. A writer of another instance waits until both the rows
-- and their triggers are there.
set local statement_timeout = 0;
select revision from catalog_revision for update;

-- A page is read in its order. The further columns say whether an offering counts today, so that no row is read to count.
create index offering_by_provider on offering (provider_id, model_id, provider_model_id)
    include (last_seen, retired_date, retired_precision);

-- How many offerings of a model a provider has that its catalog still lists. Kept within the transaction of each write.
create table provider_model (
    provider_id text collate "C" not null,
    model_id text collate "C" not null,
    offerings bigint not null constraint provider_model_counts_offerings check (offerings > 0),
    constraint provider_model_pkey primary key (provider_id, model_id)
);

-- The sums of these, and of how many models. A provider without any has no row.
create table provider_count (
    provider_id text collate "C" not null,
    offerings bigint not null,
    models bigint not null constraint provider_count_counts_models check (models between 1 and offerings),
    constraint provider_count_pkey primary key (provider_id)
);

-- The statement that adds rows (sign, and columns of offering) to the counts. The counts alone say what was there before: a
-- statement that inserts and updates runs the triggers of both, and each sees what all of it did to the offerings.
create function provider_count_sql(changed text) returns text language sql immutable as $sql$
    select format($$
        with delta as materialized (
            select provider_id, model_id, sum(sign)::bigint as offerings
            from (%s) changed
            where last_seen is null
            group by provider_id, model_id
            having sum(sign) <> 0
        ), pair as materialized (
            select d.provider_id, d.model_id, coalesce(p.offerings, 0) as before,
                   coalesce(p.offerings, 0) + d.offerings as after
            from delta d
            left join provider_model p on p.provider_id = d.provider_id and p.model_id = d.model_id
        ), pair_taken as (
            delete from provider_model c using pair p
            where c.provider_id = p.provider_id and c.model_id = p.model_id and p.after = 0
        ), pair_altered as (
            update provider_model c set offerings = p.after from pair p
            where c.provider_id = p.provider_id and c.model_id = p.model_id and p.after <> 0
        ), pair_added as (
            insert into provider_model (provider_id, model_id, offerings)
            select provider_id, model_id, after from pair where before = 0
        ), total as materialized (
            select p.provider_id, coalesce(min(c.offerings), 0) as offerings_before,
                   coalesce(min(c.offerings), 0) + sum(p.after - p.before)::bigint as offerings,
                   coalesce(min(c.models), 0)
                       + sum(case when p.after > 0 then 1 else 0 end - case when p.before > 0 then 1 else 0 end)::bigint
                       as models
            from pair p
            left join provider_count c on c.provider_id = p.provider_id
            group by p.provider_id
        ), total_taken as (
            delete from provider_count c using total t where c.provider_id = t.provider_id and t.offerings = 0
        ), total_altered as (
            update provider_count c set offerings = t.offerings, models = t.models from total t
            where c.provider_id = t.provider_id and t.offerings <> 0
        )
        insert into provider_count (provider_id, offerings, models)
        select provider_id, offerings, models from total where offerings_before = 0
        $$, changed)
$sql$;

-- Most writes change none of what is counted: then there is nothing to plan.
create function provider_count_apply() returns trigger language plpgsql set work_mem = '64MB' as $$
begin
    if tg_op = 'INSERT' then
        perform 1 from new_rows where last_seen is null limit 1;
        if found then
            execute provider_count_sql('select 1 as sign, * from new_rows');
        end if;
    elsif tg_op = 'DELETE' then
        perform 1 from old_rows where last_seen is null limit 1;
        if found then
            execute provider_count_sql('select -1 as sign, * from old_rows');
        end if;
    else
        perform 1 from (
            select provider_id, provider_model_id, model_id, last_seen is null from new_rows
            except
            select provider_id, provider_model_id, model_id, last_seen is null from old_rows
        ) changed limit 1;
        if found then
            execute provider_count_sql('select 1 as sign, * from new_rows union all select -1 as sign, * from old_rows');
        end if;
    end if;
    return null;
end $$;
create trigger provider_count_after_insert after insert on offering
    referencing new table as new_rows for each statement execute function provider_count_apply();
create trigger provider_count_after_update after update on offering
    referencing old table as old_rows new table as new_rows for each statement execute function provider_count_apply();
create trigger provider_count_after_delete after delete on offering
    referencing old table as old_rows for each statement execute function provider_count_apply();

insert into provider_model (provider_id, model_id, offerings)
select provider_id, model_id, count(*) from offering where last_seen is null group by provider_id, model_id;
insert into provider_count (provider_id, offerings, models)
select provider_id, sum(offerings), count(*) from provider_model group by provider_id;
analyze provider_model, provider_count;
