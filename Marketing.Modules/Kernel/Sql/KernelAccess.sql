-- name: any-user
-- Whether an account exists.
select exists (select 1 from kernel_users);

-- name: list-users
-- All users by name.
select id as Id, name as Name, role as Role, created_at as Created, last_sign_in_at as LastSignIn, disabled as Disabled, stamp as Stamp, password_hash as PasswordHash
from kernel_users
order by name_key;

-- name: find-user
-- One user by id.
select id as Id, name as Name, role as Role, created_at as Created, last_sign_in_at as LastSignIn, disabled as Disabled, stamp as Stamp, password_hash as PasswordHash
from kernel_users
where id = @id;

-- name: find-user-by-name
-- One user by the name folded to one case.
select id as Id, name as Name, role as Role, created_at as Created, last_sign_in_at as LastSignIn, disabled as Disabled, stamp as Stamp, password_hash as PasswordHash
from kernel_users
where name_key = @nameKey;

-- name: insert-user
-- Adds a user unless the name is taken; no row then.
insert into kernel_users (name, name_key, role, password_hash, created_at, disabled, stamp)
values (@name, @nameKey, @role, @passwordHash, @now, 0, @stamp)
on conflict (name_key) do nothing
returning id;

-- name: change-user
-- Sets role and disabling, and ends the sessions.
update kernel_users set role = @role, disabled = @disabled, stamp = @stamp where id = @id;

-- name: set-password
-- Sets a new password and ends the sessions.
update kernel_users set password_hash = @passwordHash, stamp = @stamp where id = @id;

-- name: renew-hash
-- Keeps the password under a stronger hash, unless it has changed meanwhile.
update kernel_users set password_hash = @passwordHash where id = @id and password_hash = @old;

-- name: mark-sign-in
-- Notes the time of a sign-in.
update kernel_users set last_sign_in_at = @now where id = @id;

-- name: other-administrators
-- How many enabled administrators there are beside one user.
select count(*) from kernel_users where role = @administrator and disabled = 0 and id <> @id;

-- name: forget-failures
-- Drops the failures under one name, and those nobody needs any more.
delete from kernel_sign_in_failures where name_hash = @nameHash or last_at < @before;

-- name: expire-failures
-- Drops the failures that are too old to count.
delete from kernel_sign_in_failures where last_at < @before;

-- name: find-failures
-- What is known of failed attempts under one name.
select failures as Failures, locked_until as LockedUntil from kernel_sign_in_failures where name_hash = @nameHash;

-- name: count-attempt
-- Counts one attempt under a name before its password is looked at.
insert into kernel_sign_in_failures (name_hash, failures, locked_until, last_at)
values (@nameHash, @failures, @lockedUntil, @now)
on conflict (name_hash) do update set failures = excluded.failures, locked_until = excluded.locked_until, last_at = excluded.last_at;

-- name: end-setup-tokens
-- Ends every setup token.
delete from kernel_setup_tokens;

-- name: insert-setup-token
-- Keeps the hash of a setup token.
insert into kernel_setup_tokens (hash, expires_at) values (@hash, @expires);

-- name: setup-token-stands
-- Whether a setup token would be accepted.
select exists (select 1 from kernel_setup_tokens where hash = @hash and expires_at > @now);

-- name: use-setup-token
-- Uses a setup token up; no row when it is not valid.
delete from kernel_setup_tokens where hash = @hash and expires_at > @now;

-- name: end-session
-- Notes a session that was signed out.
insert into kernel_ended_sessions (session, expires_at) values (@session, @expires)
on conflict (session) do nothing;

-- name: expire-ended-sessions
-- Drops notes about sessions whose cookie has expired.
delete from kernel_ended_sessions where expires_at < @now;

-- name: session-ended
-- Whether a session was signed out.
select exists (select 1 from kernel_ended_sessions where session = @session);

-- name: insert-audit
-- Adds a line to the audit log; its number is never one that was used before.
insert into kernel_audit (id, at, actor, action, subject, detail)
values (max(@last, coalesce((select max(id) from kernel_audit), 0)) + 1, @at, @actor, @action, @subject, @detail)
returning id;

-- name: link-audit
-- Keeps the link of a line to the one before.
update kernel_audit set hash = @hash where id = @id;

-- name: audit-head
-- The end of the chain, or no row before there is one.
select last_id as LastId, last_hash as LastHash, anchor_id as AnchorId, anchor_hash as AnchorHash from kernel_audit_chain where id = 1;

-- name: set-audit-head
-- Moves the end of the chain.
insert into kernel_audit_chain (id, last_id, last_hash) values (1, @id, @hash)
on conflict (id) do update set last_id = excluded.last_id, last_hash = excluded.last_hash;

-- name: count-aged-audit
-- Lines before the first one that is young enough: only the beginning of the chain may go.
select count(*) as Rows, min(at) as Oldest from kernel_audit
where at < @before and id < coalesce((select min(id) from kernel_audit where at >= @before), 9223372036854775807);

-- name: aged-audit
-- The first of these lines, in the order of the chain.
select id as Id, at as At, actor as Actor, action as Action, subject as Subject, detail as Detail, hash as Hash
from kernel_audit
where at < @before and id < coalesce((select min(id) from kernel_audit where at >= @before), 9223372036854775807)
order by id
limit @take;

-- name: remove-audit
-- Removes the beginning of the chain.
delete from kernel_audit where id <= @id;

-- name: set-audit-anchor
-- Notes where the chain begins from now on.
update kernel_audit_chain set anchor_id = @id, anchor_hash = @hash where id = 1;

-- name: all-audit
-- Every line in the order of the chain.
select id as Id, at as At, actor as Actor, action as Action, subject as Subject, detail as Detail, hash as Hash
from kernel_audit
order by id;

-- name: count-audit
-- How many lines a search finds.
select count(*) from kernel_audit
where @pattern is null or actor like @pattern escape '\' or action like @pattern escape '\' or subject like @pattern escape '\';

-- name: list-audit
-- One page of the lines that a search finds; the order is one of a fixed list.
select id as Id, at as At, actor as Actor, action as Action, subject as Subject, detail as Detail
from kernel_audit
where @pattern is null or actor like @pattern escape '\' or action like @pattern escape '\' or subject like @pattern escape '\'
order by
    case when @sort = 'actor' and @descending = 0 then actor end asc,
    case when @sort = 'actor' and @descending = 1 then actor end desc,
    case when @sort = 'action' and @descending = 0 then action end asc,
    case when @sort = 'action' and @descending = 1 then action end desc,
    case when @sort = 'subject' and @descending = 0 then subject end asc,
    case when @sort = 'subject' and @descending = 1 then subject end desc,
    case when @sort = 'at' and @descending = 0 then id end asc,
    id desc
limit @take offset @skip;
