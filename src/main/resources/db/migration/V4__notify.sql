-- Other instances hear of each change when it is committed.
create function catalog_revision_notify() returns trigger language plpgsql as $$
begin
    perform pg_notify('modeltree_revision', cast(new.revision as text));
    return null;
end $$;
create trigger catalog_revision_notify after update on catalog_revision
    for each row execute function catalog_revision_notify();
