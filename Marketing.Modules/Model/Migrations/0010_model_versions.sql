-- state: 1 challenger, 2 champion, 3 retired. parameters is a JSON object of texts.
create table model_versions (
    id integer not null primary key,
    purpose text not null,
    kind text not null,
    version integer not null,
    state integer not null check (state in (1, 2, 3)),
    parameters text not null,
    trained_from integer not null,
    trained_to integer not null,
    created_at integer not null,
    fit_seconds real not null,
    cpu_seconds real not null,
    file text not null,
    file_hash text not null,
    file_bytes integer not null,
    note text,
    run_id integer,
    unique (purpose, kind, version)
);

create unique index model_one_champion on model_versions (purpose) where state = 2;

create unique index model_one_a_run on model_versions (run_id, purpose, kind) where run_id is not null;

create table model_metrics (
    version_id integer not null references model_versions (id),
    position integer not null,
    name text not null,
    value real not null,
    low real,
    high real,
    primary key (version_id, position)
) without rowid;

create table model_promotions (
    id integer not null primary key,
    at integer not null,
    purpose text not null,
    from_id integer references model_versions (id),
    to_id integer not null references model_versions (id),
    actor text not null,
    reason text not null,
    is_rollback integer not null check (is_rollback in (0, 1))
);

create index model_promotions_by_purpose on model_promotions (purpose, id);
