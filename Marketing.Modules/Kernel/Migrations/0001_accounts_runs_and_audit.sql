create table kernel_users (
    id integer not null primary key,
    name text not null,
    name_key text not null unique,
    role integer not null,
    password_hash text not null,
    created_at integer not null,
    last_sign_in_at integer,
    disabled integer not null check (disabled in (0, 1)),
    stamp text not null
);

-- Names are hashed: people type passwords into the wrong field. Unknown names are counted too, so that a lock tells nothing.
create table kernel_sign_in_failures (
    name_hash text not null primary key,
    failures integer not null,
    locked_until integer not null,
    last_at integer not null
) without rowid;

-- Sessions that were signed out before their cookie would have expired.
create table kernel_ended_sessions (
    session text not null primary key,
    expires_at integer not null
) without rowid;

create table kernel_setup_tokens (
    hash text not null primary key,
    expires_at integer not null
) without rowid;

create table kernel_audit (
    id integer not null primary key,
    at integer not null,
    actor text not null,
    action text not null,
    subject text not null,
    detail text not null
);

-- state: 0 waiting, 1 running, 2 succeeded, 3 failed, 4 cancelled, 5 interrupted.
create table kernel_runs (
    id integer not null primary key,
    kind text not null,
    triggered_by text not null,
    business_time integer not null,
    started_at integer not null,
    finished_at integer,
    state integer not null,
    cpu_ms integer not null,
    peak_bytes integer not null,
    message text
);

create index kernel_runs_by_kind on kernel_runs (kind, id);

create table kernel_run_steps (
    run_id integer not null references kernel_runs (id),
    position integer not null,
    name text not null,
    state integer not null,
    started_at integer,
    finished_at integer,
    cpu_ms integer not null,
    peak_bytes integer not null,
    note text,
    primary key (run_id, position)
) without rowid;
