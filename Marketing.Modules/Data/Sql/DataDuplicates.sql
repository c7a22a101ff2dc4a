-- name: person-texts
-- What is compared of the records that stand for themselves.
select id, coalesce(email, ''), coalesce(phone, ''), coalesce(name, ''), coalesce(postcode, ''), coalesce(city, ''), country
from data_customers
where merged_into is null and erased_at is null
order by id;

-- name: read-records
-- Records side by side; erased ones and those that are merged are left out.
select c.id as Id, c.key as Key, c.email as Email, c.phone as Phone, c.name as Name, c.postcode as Postcode, c.city as City, c.country as Country,
    (select count(*) from data_orders o
        where o.customer_id in (select m.id from data_customers m where m.id = c.id or m.merged_into = c.id)
            and o.import_id in (select id from data_imports where state = @Applied)) as Orders
from data_customers c
where c.id in @Ids and c.merged_into is null and c.erased_at is null;

-- name: distinct-records
-- Pairs that are two people, by the records under which they are read now.
select coalesce(a.merged_into, a.id) as First, coalesce(b.merged_into, b.id) as Second
from data_customer_distinct d
join data_customers a on a.id = d.low_id
join data_customers b on b.id = d.high_id;

-- name: add-distinct
-- Notes that two records are two people.
insert into data_customer_distinct (low_id, high_id, actor, at) values (@Low, @High, @Actor, @At) on conflict (low_id, high_id) do nothing;

-- name: remove-distinct
-- Forgets that two records are two people.
delete from data_customer_distinct where low_id = @Low and high_id = @High;

-- name: list-distinct
-- Pairs that are two people, newest first.
select d.low_id as First, a.key as FirstKey, d.high_id as Second, b.key as SecondKey, d.actor as Actor, d.at as At
from data_customer_distinct d
join data_customers a on a.id = d.low_id
join data_customers b on b.id = d.high_id
order by d.at desc, d.low_id, d.high_id
limit @Take offset @Skip;

-- name: count-distinct
-- How many pairs are two people.
select count(*) from data_customer_distinct;

-- name: add-merge
-- Notes a merge.
insert into data_customer_merges (survivor_id, merged_id, actor, at, clock_at, probability, evidence)
values (@Survivor, @Merged, @Actor, @At, @ClockAt, @Probability, @Evidence)
returning id;

-- name: follow-survivor
-- Has a record, and those merged into it before, read under the survivor; none when one of the two does not stand for itself.
update data_customers set merged_into = @Survivor
where (id = @Merged or merged_into = @Merged)
    and 2 = (select count(*) from data_customers where id in (@Survivor, @Merged) and merged_into is null and erased_at is null);

-- name: end-merge
-- Takes a merge back, unless a record of it was erased.
update data_customer_merges set undone_at = @At, undone_by = @Actor
where id = @Id and undone_at is null
    and not exists (select 1 from data_customers where id in (survivor_id, merged_id) and erased_at is not null);

-- name: stand-alone
-- Reads the record of a merge under itself again, and under it those whose standing merges lead to it.
update data_customers
set merged_into = case when id = @Merged then null else @Merged end
where id in (
    with recursive part (id) as (
        select @Merged
        union
        select m.merged_id from data_customer_merges m join part p on m.survivor_id = p.id where m.undone_at is null)
    select id from part);

-- name: merged-record
-- Which record a merge has read under another.
select merged_id from data_customer_merges where id = @Id;

-- name: list-merges
-- Merges, newest first; one alone where its id is given.
select m.id as Id, m.survivor_id as Survivor, s.key as SurvivorKey, m.merged_id as Merged, c.key as MergedKey, m.actor as Actor, m.at as At,
    m.probability as Probability, m.evidence as Evidence, m.undone_at as Undone
from data_customer_merges m
join data_customers s on s.id = m.survivor_id
join data_customers c on c.id = m.merged_id
where @Id is null or m.id = @Id
order by m.id desc
limit @Take offset @Skip;

-- name: count-merges
-- How many merges there were.
select count(*) from data_customer_merges;

-- name: merges-mark
-- Two numbers that are other ones after every merge and every merge taken back.
select (select coalesce(max(id), 0) from data_customer_merges) as Newest, (select count(*) from data_customer_merges where undone_at is null) as Standing;
