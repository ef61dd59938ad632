-- Who may write. Of a token's secret only the SHA-256 is kept: it is 256 random bits, so nobody can guess what to hash.
-- Revoked tokens stay, because the change log names them.
create table api_token (
    id bigint generated always as identity constraint api_token_pkey primary key,
    name text not null constraint api_token_name_is_not_blank check (name ~ '\S'),
    role text collate "C" not null constraint api_token_role_is_known check (role in ('reader', 'curator', 'admin')),
    hash bytea not null constraint api_token_hash_is_a_sha256 check (octet_length(hash) = 32),
    created_at timestamptz not null,
    created_by text not null,
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz,
    constraint api_token_hash_is_unique unique (hash),
    constraint api_token_expires_after_it_began check (expires_at > created_at)
);
