-- How far the change log and former versions have been removed, if settings say that they are not kept for ever. Readers
-- compare with it: what is missing below would look as if nothing had happened.
create table retention (
    only_row boolean primary key default true constraint retention_has_one_row check (only_row),
    -- The last revision whose entries are no longer in the change log, and its time.
    changes_until bigint not null default 0,
    changes_until_at timestamptz,
    -- The revision up to which versions that ended are no longer kept.
    versions_until bigint not null default 0
);
insert into retention default values;
