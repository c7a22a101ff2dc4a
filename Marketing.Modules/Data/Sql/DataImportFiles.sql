-- name: add-job
-- Puts a file into the queue.
insert into data_import_jobs (name, actor, kind, path, owned, plan, headers, state, queued_at, done)
values (@Name, @Actor, @Kind, @Path, @Owned, @Plan, '[]', @State, @At, 0)
returning id;

-- name: change-draft
-- Keeps what was chosen for a file that is still looked at.
update data_import_jobs set kind = @Kind, plan = @Plan where id = @Job and state = @Draft;

-- name: queue-draft
-- Puts a draft into the queue.
update data_import_jobs set state = @Waiting where id = @Job and state = @Draft;

-- name: next-job
-- The file whose turn it is: one left at work first, then the one that waits longest.
select id from data_import_jobs where state in (@Waiting, @Working) order by state desc, id limit 1;

-- name: find-job
-- One queued file.
select id as Id, import_id as Import, name as Name, actor as Actor, kind as Kind, path as Path, owned as Owned, plan as Plan, headers as Headers, state as State,
    queued_at as Queued, done as Done, message as Message
from data_import_jobs
where id = @Job;

-- name: list-jobs
-- Queued files, newest first.
select id as Id, import_id as Import, name as Name, actor as Actor, kind as Kind, path as Path, owned as Owned, plan as Plan, headers as Headers, state as State,
    queued_at as Queued, done as Done, message as Message
from data_import_jobs
order by id desc
limit @Take;

-- name: begin-file-import
-- Starts an import of a kind; its rows stay invisible.
insert into data_imports (name, actor, state, started_at, file_hash, file_bytes, rows, orders, lines, returns, anonymous, unchanged, rejected, changed, seconds, is_demo, kind)
values (@Name, @Actor, @State, @At, @Hash, @Bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, @Kind)
returning id;

-- name: is-open
-- 1 when a queued file waits or is at work.
select exists (select 1 from data_import_jobs where id = @Job and state in (@Waiting, @Working));

-- name: start-job
-- Notes the import of a queued file.
update data_import_jobs set state = @Working, import_id = @Import, headers = @Headers where id = @Job;

-- name: take-job
-- Notes that a file is at work, whether or not it was begun before.
update data_import_jobs set state = @Working where id = @Job and state in (@Waiting, @Working);

-- name: begin-job-anew
-- Lets a file begin at its first row again, as another import.
update data_import_jobs set import_id = null, done = 0, message = null where id = @Job;

-- name: import-began-with
-- State of an import, and the hash of the file that it was begun with.
select state as State, file_hash as Hash from data_imports where id = @Import;

-- name: note-ending
-- Notes how a file is about to end, before anything of it is removed.
update data_import_jobs set message = @Note where id = @Job and state in (@Waiting, @Working);

-- name: end-job
-- Ends a queued file; it ends once.
update data_import_jobs
set state = @State, finished_at = @At, message = @Message, import_id = coalesce(@Import, import_id)
where id = @Job and state in (@Draft, @Waiting, @Working);

-- name: job-of-import
-- The queued file that became an import.
select id from data_import_jobs where import_id = @Import order by id desc limit 1;

-- name: job-import
-- The import that a queued file has become.
select import_id from data_import_jobs where id = @Job;

-- name: same-file
-- The visible import of the same bytes and kind.
select id from data_imports where file_hash = @Hash and kind = @Kind and state = @Applied order by id desc limit 1;

-- name: count-rules
-- Keeps how many rows each rule touched.
insert into data_import_rules (import_id, rule, effect, rows)
select import_id, rule, effect, count(*) from data_import_issues where import_id = @Import group by import_id, rule, effect;

-- name: apply-file-import
-- Makes every row of an import visible at once.
update data_imports
set state = @Applied, finished_at = @At, file_hash = @Hash, seconds = (@At - started_at) / 1000.0
where id = @Import;

-- name: fail-file-import
-- Marks an import as broken.
update data_imports set state = @Failed, message = @Message, finished_at = @At where id = @Import;

-- name: save-mapping
-- Remembers which column is which field.
insert into data_import_mappings (name, kind, fingerprint, plan, actor, saved_at)
values (@Name, @Kind, @Fingerprint, @Plan, @Actor, @At)
on conflict (name) do update
set kind = excluded.kind, fingerprint = excluded.fingerprint, plan = excluded.plan, actor = excluded.actor, saved_at = excluded.saved_at;

-- name: mapping-by-header
-- The newest mapping for files with the same header, of one kind where it is named.
select name as Name, kind as Kind, plan as Plan, actor as Actor, saved_at as Saved, used_at as Used
from data_import_mappings
where fingerprint = @Fingerprint and (@Kind is null or kind = @Kind)
order by saved_at desc, name
limit 1;

-- name: list-mappings
-- Remembered mappings by name.
select name as Name, kind as Kind, plan as Plan, actor as Actor, saved_at as Saved, used_at as Used from data_import_mappings order by name;

-- name: has-mapping
-- 1 when a mapping has a name.
select exists (select 1 from data_import_mappings where name = @Name);

-- name: rename-mapping
-- Gives a mapping another name.
update data_import_mappings set name = @Other where name = @Name;

-- name: delete-mapping
-- Forgets a mapping.
delete from data_import_mappings where name = @Name;

-- name: note-mapping
-- Notes when the newest mapping for files with a header was used.
update data_import_mappings set used_at = @At
where name = (select name from data_import_mappings where fingerprint = @Fingerprint and kind = @Kind order by saved_at desc, name limit 1);

-- name: note-beginning
-- Notes that a file of orders is begun; done counts how often.
update data_import_jobs set state = @Working, done = done + 1 where id = @Job and state in (@Waiting, @Working);

-- name: note-progress
-- Notes how far a file at work is, unless it has been asked to stop.
update data_import_jobs set message = @Note
where id = @Job and state = @Working and (message is null or message <> @Stop)
    and not exists (select 1 from data_imports where data_imports.id = import_id and data_imports.state <> @Running);

-- name: is-stopped
-- 1 when a file at work has been asked to stop.
select exists (select 1 from data_import_jobs where id = @Job and state = @Working and message = @Stop);

-- name: ask-to-stop
-- Asks the process that is at work on a file to stop it.
update data_import_jobs set message = @Stop
where id = @Job and state = @Working
    and not exists (select 1 from data_imports where data_imports.id = import_id and data_imports.state <> @Running);

-- name: take-out
-- Ends a file that nobody has begun.
update data_import_jobs set state = @Cancelled, finished_at = @At, message = @Note where id = @Job and state in (@Draft, @Waiting);
