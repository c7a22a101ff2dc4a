-- report is the whole report as JSON.
create table evaluation_backtests (
    id integer not null primary key,
    at integer not null,
    cut_at integer not null,
    end_at integer not null,
    only_new integer not null check (only_new in (0, 1)),
    run_id integer,
    report text not null
);

create unique index evaluation_backtest_of_run on evaluation_backtests (run_id, only_new, cut_at, end_at) where run_id is not null;

create index evaluation_backtests_by_variant on evaluation_backtests (only_new, id);

-- lines is a JSON array of codes with their values.
create table evaluation_turns (
    run_id integer not null primary key,
    at integer not null,
    lines text not null
);
