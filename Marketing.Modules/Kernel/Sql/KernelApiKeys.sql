-- name: add-key
-- Adds a key unless one that stands has its name.
insert into kernel_api_keys (id, name, scopes, salt, hash, created_at, created_by, expires_at)
values (@Id, @Name, @Scopes, @Salt, @Hash, @Created, @CreatedBy, @Expires)
on conflict (name) where revoked_at is null do nothing;

-- name: list-keys
-- All keys, those that stand first, newest first.
select id as Id, name as Name, scopes as Scopes, salt as Salt, hash as Hash, created_at as Created, created_by as CreatedBy,
    expires_at as Expires, last_used_at as LastUsed, revoked_at as Revoked
from kernel_api_keys
order by revoked_at is not null, created_at desc, id;

-- name: find-key
-- One key.
select id as Id, name as Name, scopes as Scopes, salt as Salt, hash as Hash, created_at as Created, created_by as CreatedBy,
    expires_at as Expires, last_used_at as LastUsed, revoked_at as Revoked
from kernel_api_keys
where id = @id;

-- name: revoke-key
-- Ends a key.
update kernel_api_keys set revoked_at = @now where id = @id and revoked_at is null;

-- name: note-use
-- Notes when a key was used.
update kernel_api_keys set last_used_at = @now where id = @id;
