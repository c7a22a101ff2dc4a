-- Who answers for the processing (GDPR Art. 4(7)): one row once it is said.
create table data_controller (
    id integer not null primary key check (id = 1),
    name text not null,
    contact text not null,
    country text not null,
    officer text
);

-- To whom personal data may go by which way. A record is ended, never changed, so that it can be told later what held when.
create table data_transfers (
    id integer not null primary key,
    place text not null,
    recipient text not null,
    country text not null,
    basis text not null,
    safeguard text,
    purpose text not null,
    actor text not null,
    created_at integer not null,
    ended_at integer,
    ended_by text
);

create index data_transfers_by_place on data_transfers (place) where ended_at is null;
