-- name: queue-training
-- Notes a training that waits for its turn.
insert into model_trainings (kind, run_id, actor, is_full, as_of, queued_at, state, notes, parameters)
values (@Kind, @Run, @Actor, @IsFull, @AsOf, @Queued, 1, '', @Parameters)
returning id;

-- name: begin-training
-- A training has its turn; what it learns from and starts from is that of the one that it goes on with, if it does.
update model_trainings set state = 2, run_id = @Run, started_at = @At, as_of = @AsOf, is_full = @IsFull where id = @Id;

-- name: end-training
-- How a training has ended; one that did not take its earlier model over began from chance.
update model_trainings set state = @State, ended_at = @At, notes = @Notes, seconds = @Seconds, cpu_seconds = @CpuSeconds, peak_bytes = @PeakBytes, loss = @Loss, validation = @Validation, version_id = @Version, is_full = max(is_full, @FromChance)
where id = @Id;

-- name: note-training
-- What is known of a training at work, and what it has cost so far.
update model_trainings set notes = @Notes, loss = @Loss, validation = @Validation, seconds = @Seconds, cpu_seconds = @CpuSeconds, peak_bytes = @PeakBytes where id = @Id;

-- name: interrupt-trainings
-- Trainings that were waiting or at work when the program ended.
update model_trainings set state = 6, ended_at = @At, notes = case when notes = '' then @Note else notes || char(10) || @Note end where state in (1, 2);

-- name: forget-bases
-- No later training starts from what was learned so far.
update model_trainings set may_go_on = 0 where may_go_on = 1;

-- name: latest-full
-- The latest training of a kind that began from chance and whose model may be gone on from.
select id as Id, as_of as AsOf, parameters as Parameters from model_trainings where kind = @Kind and state = 3 and is_full = 1 and may_go_on = 1 and version_id is not null order by id desc limit 1;

-- name: bases
-- Versions of a kind that descend from its latest full training: the one in charge first, then the newest.
select t.version_id from model_trainings t join model_versions v on v.id = t.version_id
where t.kind = @Kind and t.state = 3 and t.may_go_on = 1 and t.id >= @Full and v.file <> ''
order by v.state = 2 desc, t.id desc limit 20;

-- name: trainings
-- One page of trainings, newest first.
select id, kind, run_id as RunId, actor, is_full as IsFull, as_of as AsOf, queued_at as QueuedAt, started_at as StartedAt, ended_at as EndedAt, state, notes, seconds, cpu_seconds as CpuSeconds, peak_bytes as PeakBytes, loss, validation, parameters, version_id as VersionId
from model_trainings order by id desc limit @Take offset @Skip;

-- name: trainings-before
-- Trainings before one, newest first.
select id, kind, run_id as RunId, actor, is_full as IsFull, as_of as AsOf, queued_at as QueuedAt, started_at as StartedAt, ended_at as EndedAt, state, notes, seconds, cpu_seconds as CpuSeconds, peak_bytes as PeakBytes, loss, validation, parameters, version_id as VersionId
from model_trainings where id < @Before order by id desc limit @Take;

-- name: count-trainings
-- Trainings as a whole.
select count(*) from model_trainings;

-- name: training
-- One training.
select id, kind, run_id as RunId, actor, is_full as IsFull, as_of as AsOf, queued_at as QueuedAt, started_at as StartedAt, ended_at as EndedAt, state, notes, seconds, cpu_seconds as CpuSeconds, peak_bytes as PeakBytes, loss, validation, parameters, version_id as VersionId
from model_trainings where id = @Id;

-- name: delete-points
-- Makes room for the curve of a training as it is now.
delete from model_training_points where training_id = @Id;

-- name: insert-point
-- One point of a curve.
insert into model_training_points (training_id, step, epoch, loss, validation, tokens_per_second, share) values (@Id, @Step, @Epoch, @Loss, @Validation, @TokensPerSecond, @Share);

-- name: points
-- The curve of a training.
select epoch, step, loss, validation, tokens_per_second as TokensPerSecond, share from model_training_points where training_id = @Id order by step;

-- name: forget-old-points
-- Curves of old trainings; their rows stay.
delete from model_training_points where training_id < (select id from model_trainings order by id desc limit 1 offset @Keep);
