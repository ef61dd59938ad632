-- The model that a record belonged to before a change moved it to another one.
alter table change add column moved_from text collate "C";
alter table change add constraint change_moves_one_thing_to_another_model
    check (moved_from is null or (kind = 'update' and moved_from <> model_id)) not valid;
alter table change validate constraint change_moves_one_thing_to_another_model;

-- The merges of a model that is no more, for its former versions.
create index change_by_merged_subject on change (subject, revision) where kind = 'merge';
