-- Trainings in a process of their own. state: 1 queued, 2 running, 3 done, 4 failed, 5 cancelled, 6 interrupted. as_of is business
-- time, the other times are system time. parameters is a JSON object of texts; notes are sentences, one a line. is_full: begun from
-- chance. may_go_on: later trainings may start from its model; not after the erasure of somebody whom it has learned from.
create table model_trainings (
    id integer not null primary key,
    kind text not null,
    run_id integer,
    actor text not null,
    is_full integer not null check (is_full in (0, 1)),
    may_go_on integer not null default 1 check (may_go_on in (0, 1)),
    as_of integer not null,
    queued_at integer not null,
    started_at integer,
    ended_at integer,
    state integer not null check (state between 1 and 6),
    notes text not null,
    seconds real,
    cpu_seconds real,
    peak_bytes integer,
    loss real,
    validation real,
    parameters text not null,
    version_id integer references model_versions (id)
);

create index model_trainings_at_work on model_trainings (state) where state in (1, 2);

create index model_trainings_by_kind on model_trainings (kind, id);

create table model_training_points (
    training_id integer not null references model_trainings (id),
    step integer not null,
    epoch integer not null,
    loss real not null,
    validation real,
    tokens_per_second real not null,
    share real not null,
    primary key (training_id, step)
) without rowid;
