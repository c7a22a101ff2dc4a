-- name: open-part
-- How many events the open part has taken, as far as ids tell; below zero when events were deleted and their ids are used again.
select (select coalesce(max(id), 0) from data_events) - first_event from data_event_parts where state = 0;

-- name: close-part
-- Closes the open part.
update data_event_parts set state = 1 where state = 0;

-- name: begin-part
-- Opens the next one.
insert into data_event_parts (level, first_event, state) select 0, coalesce(max(id), 0), 0 from data_events;

-- name: count-anew
-- Counts the open part from the events that are there: the later ones are deleted.
update data_event_parts set first_event = (select coalesce(max(id), 0) from data_events) where state = 0;

-- name: unfinished
-- The part to go on with: growing or leaving, that of the lowest level first, with the level from which it takes or of which it is.
select id as Part, state as State, case state when 2 then level - 1 else level end as Level from data_event_parts where state in (2, 3) order by 3, state desc, id limit 1;

-- name: full-level
-- The lowest level with enough closed parts to be merged, and none of them in a merge.
select p.level
from data_event_parts p
where p.state = 1 and p.grows_into is null and not exists (select 1 from data_event_parts g where g.state = 2 and g.level = p.level + 1)
group by p.level having count(*) >= @Fan
order by p.level limit 1;

-- name: parts-of-level
-- The oldest closed parts of a level.
select id from data_event_parts where state = 1 and level = @Level and grows_into is null order by id limit @Fan;

-- name: grow-part
-- Begins a copy of parts.
insert into data_event_parts (level, first_event, state) select @Level, min(first_event), 2 from data_event_parts where id in @Parts returning id;

-- name: grow-into
-- Notes what is copied.
update data_event_parts set grows_into = @To where id in @Parts;

-- name: parts-copied
-- The parts that are copied into one.
select id from data_event_parts where grows_into = @To and state = 1 order by id;

-- name: last-key
-- The last key of a part.
select max(key) from data_event_keys where part = @Part;

-- name: last-owner
-- The last place in a part.
select owner as Owner, at as At, event_id as Event from data_event_owners where part = @Part order by owner desc, at desc, event_id desc limit 1;

-- name: key-behind
-- The key some steps behind a key of a part.
select key from data_event_keys where part = @Part and key > @Key order by key limit 1 offset @Take;

-- name: owner-behind
-- The owner, time and event some steps behind those of a part.
select owner as Owner, at as At, event_id as Event
from data_event_owners
where part = @Part and (owner, at, event_id) > (@Owner, @At, @Event)
order by owner, at, event_id limit 1 offset @Take;

-- name: copy-keys
-- Copies the keys between two.
insert into data_event_keys (part, key, event_id)
select @To, key, event_id from data_event_keys where part in @Parts and key > @From and key <= @Until order by key, event_id;

-- name: copy-owners
-- Copies the owners, times and events between two.
insert into data_event_owners (part, owner, at, event_id)
select @To, owner, at, event_id from data_event_owners
where part in @Parts and (owner, at, event_id) > (@FromOwner, @FromAt, @FromEvent) and (owner, at, event_id) <= (@UntilOwner, @UntilAt, @UntilEvent)
order by owner, at, event_id;

-- name: complete-part
-- The copy is complete.
update data_event_parts set state = 1 where id = @To and state = 2;

-- name: leave-parts
-- What was copied leaves.
update data_event_parts set state = 3, grows_into = null where grows_into = @To;

-- name: drop-keys
-- Removes the first keys of a part.
delete from data_event_keys where part = @Part and key <= @Until;

-- name: drop-owners
-- Removes the first owners of a part.
delete from data_event_owners where part = @Part and (owner, at, event_id) <= (@UntilOwner, @UntilAt, @UntilEvent);

-- name: drop-part
-- Removes a part that is empty.
delete from data_event_parts where id = @Part and state = 3;
