-- What curators decided about offerings whose model imports did not find. Without a model, the offering is left out.
set local statement_timeout = 0;

create table decision (
    -- The provider and its id of the offering, with a space between.
    id text collate "C" constraint decision_pkey primary key,
    provider_id text collate "C" not null,
    provider_model_id text collate "C" not null,
    model_id text collate "C" constraint decision_model_fkey references model on delete cascade,
    note text,
    origin text collate "C" not null default 'modeltree',
    revision bigint not null,
    constraint decision_id_is_of_its_offering check (id = provider_id || ' ' || provider_model_id)
);
create index decision_by_model on decision (model_id) where model_id is not null;

create view decision_line as
select d.id, jsonb_strip_nulls(jsonb_build_object(
    'type', 'decision', 'provider', d.provider_id, 'id', d.provider_model_id,
    'state', case when d.model_id is null then 'rejected' else 'accepted' end,
    'model', d.model_id, 'note', d.note, 'origin', d.origin)) as doc
from decision d;

-- Offerings whose model imports did not find, as the last import saw them. They are not part of the catalog: imports that
-- make no revision change them, too.
create table unmatched_offering (
    id text collate "C" constraint unmatched_offering_pkey primary key,
    provider_id text collate "C" not null,
    provider_model_id text collate "C" not null,
    name text,
    origins text[] not null,
    -- The document of the offering without its model; null if no import has seen a valid one.
    facts jsonb,
    candidates jsonb not null,
    first_import text collate "C" not null,
    first_seen timestamptz not null,
    last_import text collate "C" not null,
    last_seen timestamptz not null,
    constraint unmatched_offering_id_is_of_its_offering check (id = provider_id || ' ' || provider_model_id)
);
create index unmatched_offering_by_provider on unmatched_offering (provider_id, provider_model_id);

-- What the last imports changed, so that they can be undone: the stored documents before and after.
create table import_change (
    import_id text collate "C" not null,
    number bigint not null,
    type text collate "C" not null,
    key text collate "C" not null,
    before jsonb,
    after jsonb,
    constraint import_change_pkey primary key (import_id, type, number)
);

-- Two models that are one become one. The entry is about the one that is no more, and belongs to the other. An undo names
-- the import.
alter table change
    drop constraint change_kind_is_known,
    drop constraint change_is_of_one_thing_or_an_import,
    drop constraint change_of_one_thing_says_what,
    add constraint change_kind_is_known check (kind in ('create', 'update', 'delete', 'import', 'merge', 'undo')),
    add constraint change_is_of_one_thing_or_an_import check ((kind in ('import', 'undo')) = (import_id is not null)),
    add constraint change_of_one_thing_says_what check (
        kind in ('import', 'undo') or (type is not null and patch is not null));
create index change_by_merged_model on change (model_id, subject) where kind = 'merge';
create index change_by_import on change (revision) where kind = 'import';
