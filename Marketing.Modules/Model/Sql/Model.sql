-- name: insert-version
-- Stores a trained version as a challenger under the next number of its purpose and kind.
insert into model_versions (purpose, kind, version, state, parameters, trained_from, trained_to, created_at, fit_seconds, cpu_seconds, file, file_hash, file_bytes, note, run_id, fit_peak_bytes)
select @Purpose, @Kind, 1 + coalesce(max(version), 0), 1, @Parameters, @TrainedFrom, @TrainedTo, @Created, @FitSeconds, @CpuSeconds, @File, @FileHash, @FileBytes, null, @Run, @PeakBytes
from model_versions where purpose = @Purpose and kind = @Kind
returning id;

-- name: version
-- One version.
select id, purpose, kind, version, case when state = 3 and not exists (select 1 from model_promotions p where p.to_id = model_versions.id) then 4 else state end as State, parameters, trained_from as TrainedFrom, trained_to as TrainedTo, created_at as CreatedAt, fit_seconds as FitSeconds, cpu_seconds as CpuSeconds, file, file_hash as FileHash, file_bytes as FileBytes, note, run_id as RunId, fit_peak_bytes as FitPeakBytes
from model_versions where id = @Id;

-- name: version-of-run
-- The version of a kind that a run has trained.
select id from model_versions where run_id = @Run and purpose = @Purpose and kind = @Kind;

-- name: champion
-- The version in charge of a purpose.
select id from model_versions where purpose = @Purpose and state = 2;

-- name: newest-kept
-- The newest version of a kind whose file is kept.
select id from model_versions where purpose = @Purpose and kind = @Kind and file <> '' order by id desc limit 1;

-- name: versions
-- One page of versions, newest first; a null purpose or search means all.
select id, purpose, kind, version, case when state = 3 and not exists (select 1 from model_promotions p where p.to_id = model_versions.id) then 4 else state end as State, parameters, trained_from as TrainedFrom, trained_to as TrainedTo, created_at as CreatedAt, fit_seconds as FitSeconds, cpu_seconds as CpuSeconds, file, file_hash as FileHash, file_bytes as FileBytes, note, run_id as RunId, fit_peak_bytes as FitPeakBytes
from model_versions
where (@Purpose is null or purpose = @Purpose) and (@Search is null or kind like @Search escape '\' or note like @Search escape '\')
order by id desc limit @Take offset @Skip;

-- name: count-versions
-- Versions of the list as a whole.
select count(*) from model_versions
where (@Purpose is null or purpose = @Purpose) and (@Search is null or kind like @Search escape '\' or note like @Search escape '\');

-- name: metrics
-- Figures of a stretch of versions in their order.
select version_id as VersionId, name, value, low, high from model_metrics where version_id between @First and @Last order by version_id, position;

-- name: delete-metrics
-- Makes room for newer figures of a version.
delete from model_metrics where version_id = @Id;

-- name: insert-metric
-- Keeps one figure of a version.
insert into model_metrics (version_id, position, name, value, low, high) values (@Id, @Position, @Name, @Value, @Low, @High);

-- name: set-state
-- Moves a version to a state; a null note leaves the note as it is.
update model_versions set state = @State, note = coalesce(@Note, note) where id = @Id;

-- name: insert-promotion
-- Records a change of who is in charge.
insert into model_promotions (at, purpose, from_id, to_id, actor, reason, is_rollback) values (@At, @Purpose, @From, @To, @Actor, @Reason, @IsRollback);

-- name: hold
-- Nights leave the champion of a purpose in charge.
insert into model_holds (purpose, actor, at) values (@Purpose, @Actor, @At) on conflict (purpose) do update set actor = excluded.actor, at = excluded.at;

-- name: find-hold
-- Who holds the champion of a purpose, and since when.
select actor as Actor, at as At from model_holds where purpose = @Purpose;

-- name: release
-- Nights choose the champion of a purpose again.
delete from model_holds where purpose = @Purpose;

-- name: promotions
-- Changes of champions, newest first.
select at, purpose, from_id as FromId, to_id as ToId, actor, reason from model_promotions where purpose = @Purpose order by id desc limit @Take;

-- name: champion-before
-- Whom a champion replaced when it was promoted; roll-backs do not count, so that rolling back twice goes two steps back.
select from_id from model_promotions where purpose = @Purpose and to_id = @Champion and is_rollback = 0 and from_id is not null order by id desc limit 1;

-- name: old-files
-- Files of retired versions of a kind that were never in charge, newest first, after those that are kept.
select id as Id, file as File from model_versions
where purpose = @Purpose and kind = @Kind and state = 3 and file <> '' and not exists (select 1 from model_promotions where to_id = model_versions.id)
order by id desc limit 1000 offset @Keep;

-- name: forget-file
-- Notes that the file of a version was removed.
update model_versions set file = '' where id = @Id;

-- name: count-file
-- Versions that rest on a file; training on the same facts gives the same file.
select count(*) from model_versions where file = @File;
