-- name: texts-of-rows
-- Texts of rejected and changed rows.
select import_id as Import, row as Row, position as Position, value as Value, made as Made, text as Text
from data_import_issues
where value <> '' or made <> '' or text <> '';

-- name: texts-of-rows-of-import
-- Texts of rejected and changed rows of an import.
select import_id as Import, row as Row, position as Position, value as Value, made as Made, text as Text
from data_import_issues
where import_id = @Import and (value <> '' or made <> '' or text <> '');

-- name: start-of-import
-- When an import began.
select started_at from data_imports where id = @Import;

-- name: erased-keys
-- Hashes of the numbers, addresses and telephone numbers of erased people.
select salt as Salt, hash as Hash, at as At from data_erased;

-- name: blank-row
-- Removes the texts of a rejected or changed row.
update data_import_issues set value = '', made = null, text = '' where import_id = @Import and row = @Row and position = @Position;

-- name: texts-of-quarantine
-- Texts of items kept apart.
select id as Id, item_id as One, item as Two, reason as Three, null as Four from data_quarantine;

-- name: delete-quarantine
-- Deletes items kept apart.
delete from data_quarantine where id in @Ids;

-- name: texts-of-deliveries
-- Reasons of deliveries.
select id as Id, reason as One, null as Two, null as Three, null as Four from data_webhook_deliveries where reason is not null;

-- name: blank-deliveries
-- Removes the reasons of deliveries.
update data_webhook_deliveries set reason = null where id in @Ids;

-- name: texts-of-jobs
-- Names and messages of queued files.
select id as Id, name as One, headers as Two, plan as Three, message as Four from data_import_jobs;

-- name: blank-job
-- Removes what names the person of a queued file.
update data_import_jobs
set name = case when @One then 'erased' else name end, headers = case when @Two then '[]' else headers end,
    plan = case when @Three then '{}' else plan end, message = case when @Four then null else message end
where id = @Id;

-- name: texts-of-readings
-- Headers of imported files: a file without a header has its first row there.
select import_id as Id, headers as One, null as Two, null as Three, null as Four from data_import_readings;

-- name: blank-readings
-- Removes the headers of imported files.
update data_import_readings set headers = '[]' where import_id in @Ids;

-- name: texts-of-imports
-- Names and messages of imported files; a live sender keeps its name.
select id as Id, case when kind = 'live' then null else name end as One, message as Two, null as Three, null as Four from data_imports;

-- name: blank-import
-- Removes what names the person of an imported file.
update data_imports set name = case when @One then 'erased' else name end, message = case when @Two then null else message end where id = @Id;

-- name: staged-of-person
-- The person's rows of files, with what stood there before.
select id from data_staged_customers where customer_id = @Customer
union
select id from data_staged_customers where email in @Addresses
union
select s.id from data_imports i cross join data_staged_customers s on s.import_id = i.id and s.key = @Key;

-- name: delete-staged
-- Deletes rows of customer files.
delete from data_staged_customers where id in @Ids;
