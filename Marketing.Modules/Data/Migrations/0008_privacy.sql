-- What a person asked for. kind: 1 access, 2 erasure, 3 rectification, 4 objection. state: 1 open, 2 at work, 3 done, 4 refused.
-- The customer's row stays after erasure with nothing in it that tells who it was.
create table data_privacy_requests (
    id integer not null primary key,
    kind integer not null,
    customer_id integer not null references data_customers (id),
    received_at integer not null,
    due_at integer not null,
    state integer not null,
    actor text not null,
    ended_at integer,
    note text
);

create index data_privacy_requests_by_state on data_privacy_requests (state, due_at);

-- The receipt of an erasure, one part done after the other: rows is a JSON object of counts, without personal data.
create table data_privacy_steps (
    request_id integer not null references data_privacy_requests (id),
    part text not null,
    done_at integer not null,
    rows text not null,
    primary key (request_id, part)
) without rowid;

-- Keyed hashes (HMAC-SHA256) of the customer numbers of erased people. Only added to.
create table data_erased (
    salt blob not null,
    hash blob not null,
    at integer not null,
    primary key (salt, hash)
) without rowid;
