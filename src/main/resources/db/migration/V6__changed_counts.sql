-- Whether an update changes what is counted is asked of sets: joined, the rows before and after are of a size that nobody
-- knows when the join is planned, and some thousands of them were compared each with each.
create or replace function model_count_apply() returns trigger language plpgsql set work_mem = '64MB' as $$
begin
    if tg_op = 'INSERT' then
        perform 1 from new_rows limit 1;
        if found then
            execute model_count_sql('select 1 as sign, * from new_rows');
        end if;
    elsif tg_op = 'DELETE' then
        perform 1 from old_rows limit 1;
        if found then
            execute model_count_sql('select -1 as sign, * from old_rows');
        end if;
    else
        -- Most updates change none of what is counted.
        perform 1 from (
            select id, family, kind, lifecycle, open_weights, input_modalities, output_modalities, release_date from new_rows
            except
            select id, family, kind, lifecycle, open_weights, input_modalities, output_modalities, release_date from old_rows
        ) changed limit 1;
        if found then
            execute model_count_sql(
                'select 1 as sign, * from new_rows union all select -1 as sign, * from old_rows');
            execute cohort_tally_sql(
                'select c.sign, w.benchmark_id, w.raw, c.vendor_id, c.kind, c.lifecycle, c.open_weights,
                        c.input_modalities, c.output_modalities, c.release_date
                 from (select 1 as sign, * from new_rows union all select -1 as sign, * from old_rows) c
                 join measurement w on w.model_id = c.id and w.counting');
        end if;
    end if;
    return null;
end $$;

-- A write runs the statements of every kind of change, and most of them change nothing: then there is nothing to plan.
create or replace function cohort_tally_apply() returns trigger language plpgsql set work_mem = '64MB' as $$
declare
    changed text;
begin
    if tg_op = 'INSERT' then
        perform 1 from new_rows where counting limit 1;
        changed := 'select 1 as sign, * from new_rows';
    elsif tg_op = 'DELETE' then
        perform 1 from old_rows where counting limit 1;
        changed := 'select -1 as sign, * from old_rows';
    else
        perform 1 from new_rows n where n.counting union all select 1 from old_rows o where o.counting limit 1;
        changed := 'select 1 as sign, * from new_rows union all select -1 as sign, * from old_rows';
    end if;
    if found then
        execute cohort_tally_sql(format(
            'select w.sign, w.benchmark_id, w.raw, m.vendor_id, m.kind, m.lifecycle, m.open_weights,
                    m.input_modalities, m.output_modalities, m.release_date
             from (%s) w join model m on m.id = w.model_id where w.counting', changed));
    end if;
    return null;
end $$;
