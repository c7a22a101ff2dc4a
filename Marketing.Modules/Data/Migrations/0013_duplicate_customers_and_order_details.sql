-- The record under which a person is read who has several; null for a record that stands for itself. Facts keep the record under
-- which they came, so that taking a merge back leaves nothing behind.
alter table data_customers add column merged_into integer references data_customers (id);

alter table data_customers add column postcode text;

create index data_customers_by_survivor on data_customers (merged_into) where merged_into is not null;

alter table data_staged_customers add column postcode text;

alter table data_staged_customers add column before_postcode text;

-- Records that were found to be one person. at is the system's time, clock_at the shop's: answers to consent given from then on are
-- those of one person. evidence names fields and findings, never what stands in them.
create table data_customer_merges (
    id integer not null primary key,
    survivor_id integer not null references data_customers (id),
    merged_id integer not null references data_customers (id),
    actor text not null,
    at integer not null,
    clock_at integer not null,
    probability real not null,
    evidence text not null,
    undone_at integer,
    undone_by text
);

create unique index data_customer_merges_standing on data_customer_merges (merged_id) where undone_at is null;

create index data_customer_merges_by_survivor on data_customer_merges (survivor_id) where undone_at is null;

-- Pairs of records that a person said are two people.
create table data_customer_distinct (
    low_id integer not null references data_customers (id),
    high_id integer not null references data_customers (id),
    actor text not null,
    at integer not null,
    primary key (low_id, high_id)
) without rowid;

-- The currency of an order that came in another than the shop's, and how many of its units were one of the shop's that day.
alter table data_orders add column currency text;

alter table data_orders add column rate real;
