-- What customers were known by before: an erasure looks for it as for what they are known by now, also after the rows of files have
-- ended their period. By the customer's number, because a row that a later one of the same file replaces has no customer yet.
create table data_former_names (
    key text not null,
    kind text not null check (kind in ('email', 'phone', 'name')),
    text text not null,
    primary key (key, kind, text)
) without rowid;

create index data_former_names_by_text on data_former_names (text) where kind = 'email';

create trigger data_customers_renamed after update of email, phone, name on data_customers
when new.erased_at is null
    and (new.email is not old.email or new.phone is not old.phone or new.name is not old.name)
begin
    insert or ignore into data_former_names (key, kind, text)
    select new.key, 'email', old.email where old.email is not null and new.email is not old.email
    union all
    select new.key, 'phone', old.phone where old.phone is not null and new.phone is not old.phone
    union all
    select new.key, 'name', old.name where old.name is not null and new.name is not old.name;
end;

create trigger data_staged_customers_renamed after update of email, phone, name on data_staged_customers
when new.email is not old.email or new.phone is not old.phone or new.name is not old.name
begin
    insert or ignore into data_former_names (key, kind, text)
    select new.key, 'email', old.email where old.email is not null and new.email is not old.email
    union all
    select new.key, 'phone', old.phone where old.phone is not null and new.phone is not old.phone
    union all
    select new.key, 'name', old.name where old.name is not null and new.name is not old.name;
end;

create trigger data_customers_forgotten after update of erased_at on data_customers
when new.erased_at is not null and old.erased_at is null
begin
    delete from data_former_names where key = old.key;
end;
