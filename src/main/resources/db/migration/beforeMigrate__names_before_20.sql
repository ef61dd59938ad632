-- V20 cannot rename the source of web links in what an import changed, because of a missing pair of parentheses, and it is
-- landed. So it finds it renamed. Databases that have V20, and empty ones, have nothing to rename.
do $$
declare
    behind boolean := false;
begin
    if to_regclass('flyway_schema_history') is not null and to_regclass('import_change') is not null then
        execute $sql$
            select not exists (select 1 from flyway_schema_history h where h.version = '20' and h.success)
            $sql$ into behind;
    end if;
    if behind then
        execute $sql$
            update import_change c
            set before = case when c.before -> 'sources' ? 'links' then jsonb_set(c.before, '{sources}',
                    ((c.before -> 'sources') - 'links') || jsonb_build_object('webLinks', c.before #> '{sources,links}'))
                else c.before end,
                after = case when c.after -> 'sources' ? 'links' then jsonb_set(c.after, '{sources}',
                    ((c.after -> 'sources') - 'links') || jsonb_build_object('webLinks', c.after #> '{sources,links}'))
                else c.after end
            where c.type = 'model' and (c.before -> 'sources' ? 'links' or c.after -> 'sources' ? 'links')
            $sql$;
    end if;
end $$;
