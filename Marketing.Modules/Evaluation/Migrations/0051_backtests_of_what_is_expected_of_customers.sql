-- report is the whole report as JSON; a run makes one.
create table evaluation_outlook_backtests (
    id integer not null primary key,
    at integer not null,
    cut_at integer not null,
    end_at integer not null,
    run_id integer not null unique,
    report text not null
);
