-- A setting says by which algorithm hashes of tokens are kept. One by another algorithm is replaced when its token is used.
-- Instances of the former version find and create tokens by the default, SHA-256.
alter table api_token add column hash_algorithm text collate "C" not null default 'SHA-256';
alter table api_token drop constraint api_token_hash_is_a_sha256;
alter table api_token add constraint api_token_hash_is_of_its_algorithm check (
    (hash_algorithm in ('SHA-256', 'SHA3-256') and octet_length(hash) = 32)
    or (hash_algorithm in ('SHA-512', 'SHA3-512') and octet_length(hash) = 64));
