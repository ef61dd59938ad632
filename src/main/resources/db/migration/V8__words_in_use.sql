-- How often each word is in names, so that a word whose last model was deleted or renamed is forgotten: a search for it
-- found nothing, because it was known, and for what is spelled like it was sent to it.
-- Like the indexes before, this takes longer than any answer may.
set local statement_timeout = 0;
drop index search_word_by_likeness;
drop index search_word_short_by_likeness;
truncate search_word;
-- The default is for services of the version before, which may still add words that are there.
alter table search_word add column uses integer not null default 0;
-- Counting up and down finds room beside the word, and no index has to hear of it.
alter table search_word set (fillfactor = 90);

create function search_word_apply() returns trigger language plpgsql set work_mem = '64MB' as $$
begin
    if tg_op = 'INSERT' then
        insert into search_word (word, uses)
        select w.word, count(*) from new_rows n cross join regexp_split_to_table(n.names, ' ') w (word)
        where w.word <> '' group by w.word
        on conflict on constraint search_word_pkey do update set uses = search_word.uses + excluded.uses;
        return null;
    end if;
    if tg_op = 'UPDATE' then
        -- Most updates leave the names as they are.
        perform 1 from (
            select model_id, names from new_rows except select model_id, names from old_rows) changed limit 1;
        if not found then
            return null;
        end if;
        -- First those that come, so that none is gone in between that stays.
        insert into search_word (word, uses)
        select w.word, count(*) from new_rows n cross join regexp_split_to_table(n.names, ' ') w (word)
        where w.word <> '' group by w.word
        on conflict on constraint search_word_pkey do update set uses = search_word.uses + excluded.uses;
    end if;
    update search_word s set uses = s.uses - g.uses
    from (
        select w.word collate "C" as word, count(*) as uses
        from old_rows o cross join regexp_split_to_table(o.names, ' ') w (word)
        where w.word <> '' group by 1) g
    where s.word = g.word;
    delete from search_word s
    using (
        select distinct w.word collate "C" as word
        from old_rows o cross join regexp_split_to_table(o.names, ' ') w (word)) g
    where s.word = g.word and s.uses <= 0;
    return null;
end $$;

create trigger search_word_insert after insert on model_search
    referencing new table as new_rows for each statement execute function search_word_apply();
create trigger search_word_update after update on model_search
    referencing old table as old_rows new table as new_rows for each statement execute function search_word_apply();
create trigger search_word_delete after delete on model_search
    referencing old table as old_rows for each statement execute function search_word_apply();

insert into search_word (word, uses)
select w.word, count(*) from model_search s cross join regexp_split_to_table(s.names, ' ') w (word)
where w.word <> '' group by w.word;
create index search_word_by_likeness on search_word using gin (word gin_trgm_ops);
create index search_word_short_by_likeness on search_word using gin (word gin_trgm_ops) where length(word) <= 10;
analyze search_word;
