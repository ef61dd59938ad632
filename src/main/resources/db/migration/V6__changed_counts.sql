-- Whether an update changes what is counted is asked of sets: joined, the rows before and after are of a size that nobody
-- knows when the join is planned, and some thousands of them were compared each with each.
create or replace function model_count_apply() returns trigger language plpgsql set work_mem = '64MB' as $$
begin
    if tg_op = 'INSERT' then
        execute model_count_sql('select 1 as sign, * from new_rows');
    elsif tg_op = 'DELETE' then
        execute model_count_sql('select -1 as sign, * from old_rows');
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
