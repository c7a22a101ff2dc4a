-- name: measured
-- Latest versions of a method that were measured, newest first, with their gain over the champion and whether they were ever in charge.
select m.value as Value, m.low as Low, m.high as High, case when exists (select 1 from model_promotions p where p.to_id = v.id) then 1 else 0 end as WasInCharge
from model_versions v left join model_metrics m on m.version_id = v.id and m.name = @Figure
where v.purpose = @Purpose and v.kind = @Kind and exists (select 1 from model_metrics any_figure where any_figure.version_id = v.id)
order by v.id desc limit @Take;

-- name: skipped
-- Turns in a row, up to the latest, in which a method was skipped, and when the first of them was.
select count(*) as Turns, min(at) as Since from model_training_choices
where purpose = @Purpose and kind = @Kind and choice = 6
  and run_id > coalesce((select max(run_id) from model_training_choices where purpose = @Purpose and kind = @Kind and choice <> 6), 0);

-- name: choices-of-run
-- What a run chose.
select purpose, kind, run_id as RunId, at, choice, measured, gain, gain_low as GainLow, gain_high as GainHigh, skipped
from model_training_choices where purpose = @Purpose and run_id = @Run order by rowid;

-- name: latest-choices
-- What the latest turn chose.
select purpose, kind, run_id as RunId, at, choice, measured, gain, gain_low as GainLow, gain_high as GainHigh, skipped
from model_training_choices where purpose = @Purpose and run_id = (select max(run_id) from model_training_choices where purpose = @Purpose) order by rowid;

-- name: insert-choice
-- Keeps what a run chose for a method; the first choice stays.
insert into model_training_choices (run_id, purpose, kind, at, choice, measured, gain, gain_low, gain_high, skipped)
values (@Run, @Purpose, @Kind, @At, @Choice, @Measured, @Gain, @GainLow, @GainHigh, @Skipped) on conflict do nothing;

-- name: forced
-- Methods that persons want trained in the next turn.
select purpose, kind, actor, at from model_forced_trainings where purpose = @Purpose order by kind;

-- name: force
-- Keeps such a wish; the latest person stands with it.
insert into model_forced_trainings (purpose, kind, actor, at) values (@Purpose, @Kind, @Actor, @At)
on conflict (purpose, kind) do update set actor = excluded.actor, at = excluded.at;

-- name: unforce
-- Takes a wish away.
delete from model_forced_trainings where purpose = @Purpose and kind = @Kind;
