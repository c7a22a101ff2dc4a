-- name: find-person
-- What names a person, unless the row was erased.
select id as Id, key as Key, email as Email, name as Name, phone as Phone, language as Language
from data_customers
where id = @Customer and erased_at is null;

-- name: records-of-person
-- Every record under which the person of a record is known, that record first; erased ones are left out.
select p.id as Id, p.key as Key
from data_customers c
join data_customers p on p.id = coalesce(c.merged_into, c.id) or p.merged_into = coalesce(c.merged_into, c.id)
where c.id = @Customer and p.erased_at is null
order by case when p.id = c.id then 0 else 1 end, p.id;

-- name: records-to-erase
-- Every record of the person of a record, and of whoever has an e-mail address of one of them, that record first; erased ones are left
-- out. An address of more people than @Most is followed only if @Widely, and so is one that somebody had before: it may have been
-- written down by mistake, and be another's.
with recursive person (id) as (
    select coalesce(merged_into, id) from data_customers where id = @Customer
    union
    select coalesce(o.merged_into, o.id)
    from person
    join data_customers r on (r.id = person.id or r.merged_into = person.id) and r.erased_at is null
    join data_customers o on o.email = r.email and o.erased_at is null
    where @Widely or (select count(*) from (select 1 from data_customers x where x.email = r.email and x.erased_at is null and x.merged_into is null limit @Most + 1)) <= @Most
    union
    select coalesce(o.merged_into, o.id)
    from person
    join data_customers r on (r.id = person.id or r.merged_into = person.id) and r.erased_at is null
    join data_standing_former_names f on f.key = r.key and f.kind = 'email'
    join data_customers o on o.email = f.text and o.erased_at is null
    where @Widely and (select count(*) from (select 1 from data_customers x where x.email = f.text and x.erased_at is null and x.merged_into is null limit @Most + 1)) <= @Most
    union
    select coalesce(o.merged_into, o.id)
    from person
    join data_customers r on (r.id = person.id or r.merged_into = person.id) and r.erased_at is null
    join data_standing_former_names f on f.text = r.email and f.kind = 'email'
    join data_customers o on o.key = f.key and o.erased_at is null
    where @Widely and (select count(*) from (select 1 from data_standing_former_names x where x.text = r.email and x.kind = 'email' limit @Most + 1)) <= @Most
)
select p.id as Id, p.key as Key
from person
join data_customers p on p.id = person.id or p.merged_into = person.id
where p.erased_at is null
order by case when p.id = @Customer then 0 else 1 end, p.id;

-- name: people-with-address
-- How many people have an e-mail address, counted up to a limit.
select count(*) from (select 1 from data_customers where email = @Mail and erased_at is null and merged_into is null limit @Limit);

-- name: names-of-record
-- Addresses and telephone numbers of a record, now (Own) and before, where the files that said so stand.
select email as Mail, phone as Phone, 1 as Own from data_customers where id = @Customer
union
select email, phone, 0 from data_staged_customers where customer_id = @Customer and merged = 1
union
select before_email, before_phone, 0 from data_staged_customers where customer_id = @Customer and merged = 1
union
select case when f.kind = 'email' then f.text end, case when f.kind = 'phone' then f.text end, 0
from data_customers c
join data_standing_former_names f on f.key = c.key and f.kind <> 'name'
where c.id = @Customer;

-- name: is-anothers
-- Whether an address or a telephone number that a customer does not have now is that of somebody else.
select exists (
    select 1
    from data_customers c
    join data_customers o on (o.email = @Text or o.phone = @Text) and o.erased_at is null and coalesce(o.merged_into, o.id) <> coalesce(c.merged_into, c.id)
    where c.id = @Customer and c.email is not @Text and c.phone is not @Text);

-- name: browsers-of-record
-- Browsers linked to a record.
select key from data_visitors where customer_id = @Customer;

-- name: came-back
-- Whether a customer ordered, agreed or registered after an instant.
select c.id
from data_customers c
where c.id = @Customer and (
    c.created_at > @After or c.returned_at > @After
    or exists (select 1 from data_orders o join data_imports i on i.id = o.import_id and i.state = @Applied where o.customer_id = c.id and o.at > @After)
    or exists (
        select 1 from data_consents k
        where k.customer_id = c.id and k.granted = 1 and k.at > @After
            and (k.import_id is null or k.import_id in (select id from data_imports where state = @Applied))));

-- name: fact-times
-- Times of the first and last fact of a person.
select min(at) as First, max(at) as Last
from (
    select at from data_orders where customer_id = @Customer
    union all
    select at from data_returns where customer_id = @Customer
    union all
    select at from data_owned_events where owner = @Customer
);

-- name: all-keys
-- Numbers and addresses of all customers that are not erased.
select id as Id, key as Key, email as Email from data_customers where erased_at is null;

-- name: list-requests
-- Requests, newest first.
select id as Id, kind as Kind, customer_id as Customer, received_at as Received, due_at as Due, state as State, actor as Actor, ended_at as Ended
from data_privacy_requests
order by id desc
limit @Take offset @Skip;

-- name: due-requests
-- Requests that are not met and due before an instant, the most urgent first.
select id as Id, kind as Kind, customer_id as Customer, received_at as Received, due_at as Due, state as State, actor as Actor, ended_at as Ended
from data_privacy_requests
where state in (@Open, @AtWork) and due_at < @Before
order by due_at, id
limit 100;

-- name: count-requests
-- How many requests there are.
select count(*) from data_privacy_requests;

-- name: add-request
-- Takes a request down.
insert into data_privacy_requests (kind, customer_id, received_at, due_at, state, actor)
values (@Kind, @Customer, @Received, @Due, @Open, @Actor)
returning id;

-- name: open-erasure
-- The erasure of a customer that is not done.
select id from data_privacy_requests where customer_id = @Customer and kind = @Erasure and state <> @Done order by id limit 1;

-- name: begin-request
-- An erasure is begun.
update data_privacy_requests set state = @AtWork where id = @Request;

-- name: end-request
-- A request is done.
update data_privacy_requests set state = @Done, ended_at = @Now where id = @Request;

-- name: close-request
-- Somebody has met an open request that is no erasure.
update data_privacy_requests set state = @Done, ended_at = @Now, actor = @Actor where id = @Request and state = @Open and kind <> @Erasure;

-- name: broken-off
-- Erasures that were begun and not ended.
select id as Id, kind as Kind, customer_id as Customer, received_at as Received, due_at as Due, state as State, actor as Actor, ended_at as Ended
from data_privacy_requests
where kind = @Erasure and state = @AtWork
order by id;

-- name: add-step
-- Keeps what a part of an erasure did.
insert into data_privacy_steps (request_id, part, done_at, rows) values (@Request, @Part, @Now, @Rows)
on conflict (request_id, part) do nothing;

-- name: read-steps
-- What the parts of an erasure did.
select part as Part, done_at as At, rows as Rows from data_privacy_steps where request_id = @Request order by done_at, part;

-- name: erased-keys
-- Hashes of the numbers, addresses and telephone numbers of erased people.
select salt as Salt, hash as Hash, at as At from data_erased order by at;

-- name: add-erased
-- Adds a hash to the erase list; the latest erasure holds.
insert into data_erased (salt, hash, at) values (@Salt, @Hash, @At)
on conflict (salt, hash) do update set at = excluded.at where excluded.at > at;

-- name: earlier-words
-- What files and senders said about a person, now and before; addresses and names that are no longer in use are traces too.
select email from data_staged_customers where customer_id = @Customer and email is not null
union
select name from data_staged_customers where customer_id = @Customer and name is not null
union
select phone from data_staged_customers where customer_id = @Customer and phone is not null
union
select before_email from data_staged_customers where customer_id = @Customer and before_email is not null
union
select before_name from data_staged_customers where customer_id = @Customer and before_name is not null
union
select before_phone from data_staged_customers where customer_id = @Customer and before_phone is not null
union
select f.text from data_customers c join data_standing_former_names f on f.key = c.key where c.id = @Customer;

-- name: held-candidates
-- Addresses of customers with the time of their newest answer to marketing mail.
select c.id as Id, c.email as Email, coalesce(max(k.at), 0) as AnsweredAt
from data_customers c
left join data_consents k on k.customer_id = c.id and k.purpose = @Purpose and k.channel = @Channel
    and (k.import_id is null or k.import_id in (select id from data_imports where state = @Applied))
where c.id in @Customers and c.email is not null
group by c.id, c.email;

-- name: refused-addresses
-- Customers with whose address somebody has refused marketing mail, and nobody has agreed since: the newest answer of any record that
-- names the address holds for all of them, a no before a yes of the same instant.
select c.id
from data_customers c
where c.id in @Customers and c.email is not null and (
    select k.granted
    from data_customers n
    join data_consents k on k.customer_id = n.id and k.purpose = @Purpose and k.channel = @Channel
        and (k.import_id is null or k.import_id in (select id from data_imports where state = @Applied))
    where n.email = c.email
    order by k.at desc, k.granted
    limit 1) = 0;

-- name: suppressed-addresses
-- Suppressed ones among addresses, with the time of the newest suppression.
select address as Address, max(at) as At
from data_suppressions
where address in @Addresses and channel = @Channel and import_id in (select id from data_imports where state = @Applied)
group by address;
