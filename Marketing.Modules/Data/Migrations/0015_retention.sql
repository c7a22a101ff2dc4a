-- How long kinds of data are kept, where somebody chose it; null keeps a kind for good.
create table data_retention_periods (
    kind text not null primary key,
    days integer check (days > 0),
    actor text not null,
    changed_at integer not null
) without rowid;

-- What went at which run. removed is a JSON array of kinds with counts.
create table data_retention_runs (
    id integer not null primary key,
    at integer not null,
    actor text not null,
    removed text not null
);
