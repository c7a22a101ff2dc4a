-- A merge of the index of events is gone on with by the next process: the parts that are copied say into which one. A copy from before
-- does not know its parts, and is removed.
alter table data_event_parts add column grows_into integer;

update data_event_parts set state = 3 where state = 2;

-- What events of visitors that are gone still say of them goes too.
update data_events set visitor_id = null, session = null
where id in (select w.event_id from data_owned_events w where w.owner < 0 and not exists (select 1 from data_visitors v where v.id = -w.owner));

-- The id of a visitor that is gone is never another's: whoever still holds it would tie what one browser did to another.
create table data_visitors_whole (
    id integer not null primary key autoincrement,
    key text not null unique,
    customer_id integer references data_customers (id),
    linked_at integer
);

insert into data_visitors_whole (id, key, customer_id, linked_at) select id, key, customer_id, linked_at from data_visitors order by id;

drop table data_visitors;

alter table data_visitors_whole rename to data_visitors;

create index data_visitors_by_customer on data_visitors (customer_id) where customer_id is not null;

-- Changes with each visitor that goes: whoever remembers ids of visitors between transactions looks here whether they still hold.
create table data_visitors_gone (
    id integer not null primary key check (id = 1),
    visitors integer not null
);

insert into data_visitors_gone (id, visitors) values (1, 0);

create trigger data_visitors_removed after delete on data_visitors
begin
    update data_visitors_gone set visitors = visitors + 1;
end;
