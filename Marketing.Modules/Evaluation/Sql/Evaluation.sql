-- name: insert-backtest
-- Keeps a report; the second one of the same run and question changes nothing.
insert into evaluation_backtests (at, cut_at, end_at, only_new, run_id, report) values (@At, @Cut, @End, @OnlyNew, @Run, @Report)
on conflict do nothing;

-- name: backtest-of-run
-- The report that a run has made already.
select id as Id, report as Report from evaluation_backtests where run_id = @Run and only_new = @OnlyNew and cut_at = @Cut and end_at = @End;

-- name: latest-backtest-of-run
-- The newest report that a run has made of a variant, whatever its window.
select id as Id, report as Report from evaluation_backtests where run_id = @Run and only_new = @OnlyNew order by id desc limit 1;

-- name: last-backtest
-- The report written last by this connection's transaction.
select id as Id, report as Report from evaluation_backtests order by id desc limit 1;

-- name: latest-backtest
-- Newest report of a variant.
select id as Id, report as Report from evaluation_backtests where only_new = @OnlyNew order by id desc limit 1;

-- name: backtests
-- Reports, newest first.
select id as Id, report as Report from evaluation_backtests order by id desc limit @Take;

-- name: save-turn
-- Keeps what a turn did and found.
insert into evaluation_turns (run_id, at, lines) values (@Run, @At, @Lines)
on conflict (run_id) do update set at = excluded.at, lines = excluded.lines;

-- name: turns
-- Reports of turns, newest first.
select run_id as RunId, at as At, lines as Lines from evaluation_turns order by at desc, run_id desc limit @Take;

-- name: insert-outlook-backtest
-- Keeps a report of what was expected of customers; the second one of the same run changes nothing.
insert into evaluation_outlook_backtests (at, cut_at, end_at, run_id, report) values (@At, @Cut, @End, @Run, @Report)
on conflict do nothing;

-- name: outlook-backtest-of-run
-- The report of what was expected of customers that a run has made already.
select id as Id, report as Report from evaluation_outlook_backtests where run_id = @Run and cut_at = @Cut and end_at = @End;

-- name: latest-outlook-backtest-of-run
-- The newest report of what was expected of customers that a run has made.
select id as Id, report as Report from evaluation_outlook_backtests where run_id = @Run order by id desc limit 1;

-- name: latest-outlook-backtest
-- Newest report of what was expected of customers.
select id as Id, report as Report from evaluation_outlook_backtests order by id desc limit 1;
