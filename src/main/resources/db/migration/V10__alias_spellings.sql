-- An index of a million aliases takes longer than any answer may.
set local statement_timeout = 0;

-- An id finds the aliases whose last segment has the same letters and digits, whatever stands between them.
create index model_alias_by_compact on model_alias (translate(substring(alias_key from '[^/]*$'), '-._@: ', ''));
