-- Entries of the feed have ids that no other catalog's feed uses. They contain this one, which stays with the database.
-- It has a table of its own: to add a column to catalog_revision, which every read reads, would hold up all reads behind a
-- long export.
create table change_feed (
    only_row boolean primary key default true constraint change_feed_has_one_row check (only_row),
    id uuid not null
);
insert into change_feed (id) values (gen_random_uuid());
