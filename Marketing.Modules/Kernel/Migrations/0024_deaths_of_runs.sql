-- How often the program died in the middle of a run.
alter table kernel_runs add column deaths integer not null default 0;
