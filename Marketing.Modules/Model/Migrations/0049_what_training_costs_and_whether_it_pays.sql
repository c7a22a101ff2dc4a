-- Largest growth of the process's memory during the fit, in bytes; null where it was not measured.
alter table model_versions add column fit_peak_bytes integer;

-- What a turn chose for each method: choice is a number of TrainingChoiceKind. What it rests on is kept: turns measured without paying,
-- the best gain among them, turns it has been skipped before.
create table model_training_choices (
    run_id integer not null,
    purpose text not null,
    kind text not null,
    at integer not null,
    choice integer not null check (choice between 1 and 6),
    measured integer not null,
    gain real,
    gain_low real,
    gain_high real,
    skipped integer not null,
    primary key (run_id, purpose, kind)
);

create index model_training_choices_of_kind on model_training_choices (purpose, kind, run_id);

-- A person wants a method trained in the next turn, whatever it has brought.
create table model_forced_trainings (
    purpose text not null,
    kind text not null,
    actor text not null,
    at integer not null,
    primary key (purpose, kind)
) without rowid;
