-- What customers were known by before, with the import that replaced it, or 0 for a live sender: an erasure looks for it as for what
-- they are known by now, also after the rows of files have ended their period. By the customer's number, because a row that a later
-- one of the same file replaces has no customer yet. What an import says holds while the import does.
create table data_former_names (
    key text not null,
    kind text not null check (kind in ('email', 'phone', 'name')),
    text text not null,
    import_id integer not null,
    primary key (key, kind, text, import_id)
) without rowid;

create index data_former_names_by_text on data_former_names (text);

create index data_former_names_by_import on data_former_names (import_id) where import_id > 0;

create view data_standing_former_names as
select key, kind, text from data_former_names
where import_id = 0 or import_id in (select id from data_imports where state = 2);

-- An upsert overrides what its triggers say of conflicts unless they say it by themselves.
create trigger data_staged_customers_renamed after update of email, phone, name on data_staged_customers
when new.email is not old.email or new.phone is not old.phone or new.name is not old.name
begin
    insert into data_former_names (key, kind, text, import_id)
    select new.key, 'email', old.email, new.import_id where old.email is not null and new.email is not old.email
    union all
    select new.key, 'phone', old.phone, new.import_id where old.phone is not null and new.phone is not old.phone
    union all
    select new.key, 'name', old.name, new.import_id where old.name is not null and new.name is not old.name
    on conflict do nothing;
end;

create trigger data_customers_forgotten after update of erased_at on data_customers
when new.erased_at is not null and old.erased_at is null
begin
    delete from data_former_names where key = old.key;
end;

-- What files that stand have replaced until now.
insert into data_former_names (key, kind, text, import_id)
select s.key, 'email', s.before_email, s.import_id
from data_staged_customers s
join data_customers c on c.id = s.customer_id and c.erased_at is null
where s.merged = 1 and s.before_email is not null and s.email is not null and s.before_email <> s.email
union
select s.key, 'phone', s.before_phone, s.import_id
from data_staged_customers s
join data_customers c on c.id = s.customer_id and c.erased_at is null
where s.merged = 1 and s.before_phone is not null and s.phone is not null and s.before_phone <> s.phone
union
select s.key, 'name', s.before_name, s.import_id
from data_staged_customers s
join data_customers c on c.id = s.customer_id and c.erased_at is null
where s.merged = 1 and s.before_name is not null and s.name is not null and s.before_name <> s.name;
