-- An index of a million rows takes longer than any answer may.
set local statement_timeout = 0;

-- What begins as was asked, however it is hyphenated, comes first in a search, and is found without a look at all others.
create index model_by_compact_name on model (regexp_replace(name_key, '[-._ ]', '', 'g'), id);

-- Most of a large vocabulary are names written as one word, which share their middles with many others. What is typed wrong
-- is mostly short, and so is what was meant.
create index search_word_short_by_likeness on search_word using gin (word gin_trgm_ops) where length(word) <= 10;

-- A vendor's first and last release.
create index model_by_vendor_and_release on model (vendor_id, release_date, id);

-- A word that one in a hundred models has, and one that one in a thousand has, are best looked for in different ways.
alter table model_search alter column words set statistics 1000;
