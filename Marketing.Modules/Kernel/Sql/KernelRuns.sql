-- name: running
-- The run of a kind that is at work.
select id from kernel_runs where kind = @kind and state = @running limit 1;

-- name: insert-run
-- A new run at work.
insert into kernel_runs (kind, triggered_by, business_time, started_at, finished_at, state, cpu_ms, peak_bytes, message)
values (@kind, @trigger, @businessTime, @now, null, @running, 0, 0, null)
returning id;

-- name: insert-step
-- A step that has not begun.
insert into kernel_run_steps (run_id, position, name, state, started_at, finished_at, cpu_ms, peak_bytes, note)
values (@run, @position, @name, @waiting, null, null, 0, 0, null);

-- name: resume-run
-- Puts an interrupted or failed run to work again; it keeps its start.
update kernel_runs set state = @running, finished_at = null, message = null where id = @run;

-- name: reset-steps
-- Steps that did not end well wait again.
update kernel_run_steps set state = @waiting, started_at = null, finished_at = null, cpu_ms = 0, peak_bytes = 0, note = null
where run_id = @run and state <> @succeeded;

-- name: begin-step
-- A step begins.
update kernel_run_steps set state = @running, started_at = @now, finished_at = null, note = null
where run_id = @run and position = @position;

-- name: end-step
-- A step ends, well or not.
update kernel_run_steps set state = @state, finished_at = @now, cpu_ms = @cpuMs, peak_bytes = @peakBytes, note = @note
where run_id = @run and position = @position;

-- name: add-cost
-- Adds what a step has cost to its run.
update kernel_runs set cpu_ms = cpu_ms + @cpuMs, peak_bytes = max(peak_bytes, @peakBytes) where id = @run;

-- name: end-run
-- A run ends, well or not.
update kernel_runs set state = @state, finished_at = @now, message = @message where id = @run;

-- name: end-open-steps
-- A step whose own ending could not be written ends with its run.
update kernel_run_steps set state = @state, finished_at = @now where run_id = @run and state = @running;

-- name: interrupt-steps
-- Steps left at work by a process that died.
update kernel_run_steps set state = @interrupted, finished_at = @now where state = @running;

-- name: interrupt-runs
-- Runs left at work by a process that died; one that has died too often counts as failed.
update kernel_runs
set deaths = deaths + 1, state = case when deaths + 1 >= @most then @failed else @interrupted end, message = case when deaths + 1 >= @most then @message else message end, finished_at = @now
where state = @running;

-- name: list
-- Runs of a kind or all, newest first.
select id, kind, triggered_by as "Trigger", business_time as BusinessTime, started_at as Started, finished_at as Finished,
    state, cpu_ms as CpuMs, peak_bytes as PeakBytes, message
from kernel_runs where @kind is null or kind = @kind order by id desc limit @take offset @skip;

-- name: count
-- How many runs of a kind or all.
select count(*) from kernel_runs where @kind is null or kind = @kind;

-- name: find
-- One run.
select id, kind, triggered_by as "Trigger", business_time as BusinessTime, started_at as Started, finished_at as Finished,
    state, cpu_ms as CpuMs, peak_bytes as PeakBytes, message
from kernel_runs where id = @run;

-- name: latest
-- Newest run of a kind, in a state or in any.
select id, kind, triggered_by as "Trigger", business_time as BusinessTime, started_at as Started, finished_at as Finished,
    state, cpu_ms as CpuMs, peak_bytes as PeakBytes, message
from kernel_runs where kind = @kind and (@state is null or state = @state) order by id desc limit 1;

-- name: steps
-- Steps of a run in order.
select position, name, state, started_at as Started, finished_at as Finished, cpu_ms as CpuMs, peak_bytes as PeakBytes, note
from kernel_run_steps where run_id = @run order by position;
