-- A report keeps what the fields looked like and what became of the rules.
alter table data_quality add column fields text not null default '[]';

alter table data_quality add column rules text not null default '[]';

alter table data_quality add column seconds real not null default 0;

alter table data_quality add column passed integer not null default 0;

alter table data_quality add column warned integer not null default 0;

alter table data_quality add column failed integer not null default 0;

-- severity: 1 warn, 2 hard.
create table data_quality_rules (
    field text not null,
    kind text not null,
    low real,
    high real,
    severity integer not null check (severity in (1, 2)),
    enabled integer not null check (enabled in (0, 1)),
    edited integer not null check (edited in (0, 1)),
    primary key (field, kind)
) without rowid;

-- Failures that a person lets pass once; run_id is the run that used it.
create table data_quality_passes (
    id integer not null primary key,
    key text not null,
    actor text not null,
    reason text not null,
    at integer not null,
    run_id integer
);
