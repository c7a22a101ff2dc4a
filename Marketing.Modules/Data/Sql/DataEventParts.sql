-- name: open-part
-- How many events the open part has taken, as far as ids tell.
select (select coalesce(max(id), 0) from data_events) - first_event from data_event_parts where state = 0;

-- name: close-part
-- Closes the open part.
update data_event_parts set state = 1 where state = 0;

-- name: begin-part
-- Opens the next one.
insert into data_event_parts (level, first_event, state) select 0, coalesce(max(id), 0), 0 from data_events;

-- name: unfinished
-- A part that was left growing or leaving.
select id from data_event_parts where state in (2, 3) order by id limit 1;

-- name: full-level
-- The lowest level with enough closed parts to be merged.
select level from data_event_parts where state = 1 group by level having count(*) >= @Fan order by level limit 1;

-- name: parts-of-level
-- The oldest closed parts of a level.
select id from data_event_parts where state = 1 and level = @Level order by id limit @Fan;

-- name: grow-part
-- Begins a copy of parts.
insert into data_event_parts (level, first_event, state) select @Level, min(first_event), 2 from data_event_parts where id in @Parts returning id;

-- name: key-behind
-- The key some steps behind a key of a part.
select key from data_event_keys where part = @Part and key > @Key order by key limit 1 offset @Take;

-- name: owner-behind
-- The owner and time some steps behind those of a part.
select owner as Owner, at as At from data_event_owners where part = @Part and (owner, at) > (@Owner, @At) order by owner, at limit 1 offset @Take;

-- name: copy-keys
-- Copies the keys between two.
insert into data_event_keys (part, key, event_id)
select @To, key, event_id from data_event_keys where part in @Parts and key > @From and key <= @Until order by key, event_id;

-- name: copy-owners
-- Copies the owners and times between two.
insert into data_event_owners (part, owner, at, event_id)
select @To, owner, at, event_id from data_event_owners
where part in @Parts and (owner, at) > (@FromOwner, @FromAt) and (owner, at) <= (@UntilOwner, @UntilAt)
order by owner, at, event_id;

-- name: complete-part
-- The copy is complete.
update data_event_parts set state = 1 where id = @To;

-- name: leave-parts
-- What was copied leaves.
update data_event_parts set state = 3 where id in @Parts;

-- name: drop-keys
-- Removes the first keys of a part.
delete from data_event_keys where part = @Part and key <= @Until;

-- name: drop-owners
-- Removes the first owners of a part.
delete from data_event_owners where part = @Part and (owner, at) <= (@UntilOwner, @UntilAt);

-- name: drop-part
-- Removes a part that is empty.
delete from data_event_parts where id = @Part;
