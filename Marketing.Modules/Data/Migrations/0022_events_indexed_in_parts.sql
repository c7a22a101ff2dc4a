-- Senders' ids and owners of events come in no order. One index over all events would take a page of its own for nearly each event,
-- in every commit. They are indexed in parts instead: new events go into a small open part; full parts are closed and merged into
-- larger ones, in order, beside the writer (a log-structured merge tree: O'Neil et al. 1996). A key is looked for in each part.

-- Events refer to visitors without a constraint: a visitor that goes would otherwise be looked for in all events.
create table data_events_whole (
    id integer not null primary key,
    customer_id integer references data_customers (id),
    product_id integer references data_products (id),
    kind integer not null,
    at integer not null,
    simulated integer not null check (simulated in (0, 1)),
    import_id integer references data_imports (id),
    visitor_id integer,
    session text,
    name text,
    quantity real,
    amount integer,
    detail text,
    bot integer not null default 0 check (bot in (0, 1)),
    received_at integer,
    key blob
);

insert into data_events_whole (id, customer_id, product_id, kind, at, simulated, import_id, visitor_id, session, name, quantity, amount, detail, bot, received_at, key)
select id, customer_id, product_id, kind, at, simulated, import_id, visitor_id, session, name, quantity, amount, detail, bot, received_at, key
from data_events
order by id;

drop table data_events;

alter table data_events_whole rename to data_events;

create index data_events_by_import on data_events (import_id) where import_id is not null;

-- state: 0 open, takes what comes; 1 closed; 2 growing, a copy of closed parts that is not complete; 3 leaving, copied into a larger one.
-- Parts of the states 0 and 1 together hold each event once.
create table data_event_parts (
    id integer not null primary key,
    level integer not null,
    first_event integer not null,
    state integer not null check (state between 0 and 3)
);

create unique index data_event_parts_open on data_event_parts (state) where state = 0;

create table data_event_keys (
    part integer not null,
    key blob not null,
    event_id integer not null,
    primary key (part, key, event_id)
) without rowid;

-- owner: the id of a customer, or the negative id of a visitor.
create table data_event_owners (
    part integer not null,
    owner integer not null,
    at integer not null,
    event_id integer not null,
    primary key (part, owner, at, event_id)
) without rowid;

insert into data_event_parts (id, level, first_event, state) values (1, 3, 0, 1);

insert into data_event_parts (id, level, first_event, state) select 2, 0, coalesce(max(id), 0), 0 from data_events;

insert into data_event_keys (part, key, event_id) select 1, key, id from data_events where key is not null order by key;

insert into data_event_owners (part, owner, at, event_id)
select 1, owner, at, id
from (
    select customer_id as owner, at, id from data_events where customer_id is not null
    union all
    select -visitor_id, at, id from data_events where visitor_id is not null
)
order by owner, at, id;

-- What is seen of the index: each event once under its key, and once under each owner.
create view data_keyed_events as
select k.key, k.event_id
from data_event_parts p
cross join data_event_keys k on k.part = p.id
where p.state in (0, 1);

create view data_owned_events as
select o.owner, o.at, o.event_id
from data_event_parts p
cross join data_event_owners o on o.part = p.id
where p.state in (0, 1);

create trigger data_events_added after insert on data_events
begin
    insert into data_event_keys (part, key, event_id) select id, new.key, new.id from data_event_parts where state = 0 and new.key is not null;
    insert into data_event_owners (part, owner, at, event_id) select id, new.customer_id, new.at, new.id from data_event_parts where state = 0 and new.customer_id is not null;
    insert into data_event_owners (part, owner, at, event_id) select id, -new.visitor_id, new.at, new.id from data_event_parts where state = 0 and new.visitor_id is not null;
end;

create trigger data_events_removed after delete on data_events
begin
    delete from data_event_keys where part in (select id from data_event_parts) and key = old.key and event_id = old.id;
    delete from data_event_owners where part in (select id from data_event_parts) and owner in (old.customer_id, -old.visitor_id) and at = old.at and event_id = old.id;
end;

-- Events change in one way: they lose their visitor.
create trigger data_events_parted after update of visitor_id on data_events when old.visitor_id is not null and new.visitor_id is null
begin
    delete from data_event_owners where part in (select id from data_event_parts) and owner = -old.visitor_id and at = old.at and event_id = old.id;
end;

create trigger data_events_kept before update of id, key, customer_id, visitor_id, at on data_events
when new.id <> old.id or new.key is not old.key or new.customer_id is not old.customer_id or new.at <> old.at or (new.visitor_id is not null and new.visitor_id is not old.visitor_id)
begin
    select raise(abort, 'Of an event only the visitor can be taken away.');
end;
