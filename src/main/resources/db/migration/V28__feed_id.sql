-- Entries of the feed have ids that no other catalog's feed uses. They contain this one, which stays with the database.
alter table catalog_revision add column feed_id uuid not null default gen_random_uuid();
