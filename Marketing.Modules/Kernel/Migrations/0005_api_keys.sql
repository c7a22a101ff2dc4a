-- Keys of programs. The secret is kept as SHA-256 over a salt and itself: it has 256 bits of chance, which no slow hash betters.
create table kernel_api_keys (
    id text not null primary key,
    name text not null,
    scopes text not null,
    salt blob not null,
    hash blob not null,
    created_at integer not null,
    created_by text not null,
    expires_at integer,
    last_used_at integer,
    revoked_at integer
) without rowid;

-- The name of a key is the name of a sender: two keys that stand never share one.
create unique index kernel_api_keys_by_name on kernel_api_keys (name) where revoked_at is null;
