-- name: read-customers
-- Customers by id with the answer to marketing mail that holds; a record that is merged is read as the one that stands for the
-- person, which has what is known of any record. Of several records a no on any of them holds until the person answers after they
-- were found to be one.
select c.id as Asked, p.id as Id, p.key as Key,
    coalesce(p.email, (select m.email from data_customers m where m.merged_into = p.id and m.email is not null order by m.id limit 1)) as Email,
    coalesce(p.name, (select m.name from data_customers m where m.merged_into = p.id and m.name is not null order by m.id limit 1)) as Name,
    coalesce(nullif(p.country, ''), (select m.country from data_customers m where m.merged_into = p.id and m.country <> '' order by m.id limit 1), '') as Country,
    coalesce(p.language, (select m.language from data_customers m where m.merged_into = p.id and m.language is not null order by m.id limit 1)) as Language,
    p.simulated as Simulated, k.granted as Granted, k.source as Source, k.wording as Wording, k.simulated as ConsentSimulated
from data_customers c
join data_customers p on p.id = coalesce(c.merged_into, c.id)
left join (
    select x.merged_into as person, max(g.clock_at) as at
    from data_customers x
    join data_customer_merges g on g.merged_id = x.id and g.undone_at is null
    where x.merged_into is not null
    group by x.merged_into) j on j.person = p.id
left join data_consents k on k.id = (
    select n.id
    from data_customers m
    join data_consents n on n.customer_id = m.id and n.purpose = @Purpose and n.channel = @Channel
        and (n.import_id is null or n.import_id in (select id from data_imports where state = @Applied))
    where (m.id = p.id or m.merged_into = p.id)
        and not exists (
            select 1
            from data_consents later
            where later.customer_id = n.customer_id and later.purpose = @Purpose and later.channel = @Channel
                and (later.at > n.at or (later.at = n.at and later.id > n.id))
                and (later.import_id is null or later.import_id in (select id from data_imports where state = @Applied)))
    order by case when n.at >= coalesce(j.at, n.at) then 0 else 1 end, case when n.at >= coalesce(j.at, n.at) then 0 else n.granted end, n.at desc, n.id desc
    limit 1)
where c.id in @Ids;

-- name: find-customer-by-key
-- The id of the customer with the shop's own key; of a merged record that of the one that stands for the person.
select coalesce(merged_into, id) from data_customers where key = @Key;

-- name: find-known-customer-by-key
-- The same, where the shop knows the person by any record.
select p.id
from data_customers c
join data_customers p on p.id = coalesce(c.merged_into, c.id)
where c.key = @Key and exists (
    select 1 from data_known_customers k
    where k.id in (select p.id union all select m.id from data_customers m where m.merged_into = p.id));

-- name: search-customers
-- Ids of customers whom the shop knows and whose key starts with the words or whose name or address holds them; those of merged records
-- as of the person. By numbers only, neither names nor addresses are looked at, nor a key that is an address.
select p.id
from data_customers c
join data_customers p on p.id = coalesce(c.merged_into, c.id)
where ((c.key like @Prefix escape '\' and (@NumbersOnly = 0 or c.key not like '%@%'))
    or (@NumbersOnly = 0 and (c.name like @Inside escape '\' or c.email like @Inside escape '\')))
    and exists (
        select 1 from data_known_customers k
        where k.id in (select p.id union all select m.id from data_customers m where m.merged_into = p.id))
order by c.key
limit @Take;

-- name: timeline
-- One page of a customer's history, newest first; of several facts of one instant the later written, and outcomes after their decision.
-- What a visitor did belongs to the customer that the visitor turned out to be, from the first visit on.
select at as At, kind as Kind, reference as Reference, product_id as Product, text as Text, units as Units, amount as Amount, simulated as Simulated
from (
    select o.at as at, 1 as rank, o.id as position, case o.status when 'cancelled' then 'cancelled-order' else 'order' end as kind, o.number as reference, null as product_id,
        (select cast(count(*) as text) from data_order_lines l where l.order_id = o.id) as text,
        (select coalesce(sum(l.quantity), 0) from data_order_lines l where l.order_id = o.id) as units,
        (select coalesce(sum(l.quantity * l.unit_price), 0) from data_order_lines l where l.order_id = o.id) as amount,
        0 as simulated
    from data_orders o
    where o.customer_id in (select m.id from data_customers m where m.id = @Customer or m.merged_into = @Customer) and o.import_id in (select id from data_imports where state = @Applied)
    union all
    select r.at, 2, r.id, 'return', r.number, r.product_id, p.name, r.quantity, -r.quantity * r.unit_price, 0
    from data_returns r
    join data_products p on p.id = r.product_id
    where r.customer_id in (select m.id from data_customers m where m.id = @Customer or m.merged_into = @Customer) and r.import_id in (select id from data_imports where state = @Applied)
    union all
    select e.at, 3, e.id, cast(e.kind as text), '', e.product_id, coalesce(p.name, e.name, e.detail, ''), null, e.amount, e.simulated
    from data_owned_events w
    join data_events e on e.id = w.event_id
    left join data_products p on p.id = e.product_id
    where w.owner in (select m.id from data_customers m where m.id = @Customer or m.merged_into = @Customer) and e.bot = 0 and (e.import_id is null or e.import_id in (select id from data_imports where state = @Applied))
    union all
    select e.at, 3, e.id, cast(e.kind as text), '', e.product_id, coalesce(p.name, e.name, e.detail, ''), null, e.amount, e.simulated
    from data_owned_events w
    join data_events e on e.id = w.event_id
    left join data_products p on p.id = e.product_id
    where w.owner in (select -v.id from data_visitors v join data_customers m on m.id = v.customer_id where m.id = @Customer or m.merged_into = @Customer) and e.customer_id is null and e.bot = 0 and (e.import_id is null or e.import_id in (select id from data_imports where state = @Applied))
    union all
    select k.at, 4, k.id, 'consent', '', null,
        k.purpose || ' ' || k.channel || case k.granted when 1 then ': yes (' else ': no (' end || k.source || ', ' || k.wording || ')', null, null, k.simulated
    from data_consents k
    where k.customer_id in (select m.id from data_customers m where m.id = @Customer or m.merged_into = @Customer) and (k.import_id is null or k.import_id in (select id from data_imports where state = @Applied))
    union all
    select d.at, 5, d.id, 'decision', cast(d.id as text), null, f.action, null, null, 0
    from data_decisions d
    join data_decision_frames f on f.id = d.frame_id
    where d.customer_id in (select m.id from data_customers m where m.id = @Customer or m.merged_into = @Customer)
    union all
    select o.at, 6, d.id, 'outcome', cast(d.id as text), null, o.kind, null, nullif(o.value, 0), 0
    from data_decisions d
    join data_outcomes o on o.decision_id = d.id
    where d.customer_id in (select m.id from data_customers m where m.id = @Customer or m.merged_into = @Customer)
)
order by at desc, rank desc, position desc
limit @Take offset @Skip;

-- name: timeline-length
-- How many entries a customer's history has.
select
    (select count(*) from data_orders where customer_id in (select m.id from data_customers m where m.id = @Customer or m.merged_into = @Customer) and import_id in (select id from data_imports where state = @Applied))
    + (select count(*) from data_returns where customer_id in (select m.id from data_customers m where m.id = @Customer or m.merged_into = @Customer) and import_id in (select id from data_imports where state = @Applied))
    + (select count(*) from data_owned_events w join data_events e on e.id = w.event_id where w.owner in (select m.id from data_customers m where m.id = @Customer or m.merged_into = @Customer) and e.bot = 0 and (e.import_id is null or e.import_id in (select id from data_imports where state = @Applied)))
    + (select count(*) from data_owned_events w join data_events e on e.id = w.event_id where w.owner in (select -v.id from data_visitors v join data_customers m on m.id = v.customer_id where m.id = @Customer or m.merged_into = @Customer) and e.customer_id is null and e.bot = 0 and (e.import_id is null or e.import_id in (select id from data_imports where state = @Applied)))
    + (select count(*) from data_consents where customer_id in (select m.id from data_customers m where m.id = @Customer or m.merged_into = @Customer) and (import_id is null or import_id in (select id from data_imports where state = @Applied)))
    + (select count(*) from data_decisions where customer_id in (select m.id from data_customers m where m.id = @Customer or m.merged_into = @Customer))
    + (select count(*) from data_decisions d join data_outcomes o on o.decision_id = d.id where d.customer_id in (select m.id from data_customers m where m.id = @Customer or m.merged_into = @Customer));

-- name: order-lines
-- Lines of the visible order with a number.
select o.at as At, l.product_id as Product, p.name as Text, l.quantity as Units, l.unit_price as UnitPrice
from data_orders o
join data_order_lines l on l.order_id = o.id
join data_products p on p.id = l.product_id
where o.number = @Number and o.import_id in (select id from data_imports where state = @Applied)
order by o.id, l.position;

-- name: sharing-an-address
-- Customers whose records name an address that another customer's records name too.
select distinct email as Email, coalesce(merged_into, id) as Customer
from data_customers
where erased_at is null
    and email in (select email from data_customers where email is not null and erased_at is null group by email having count(distinct coalesce(merged_into, id)) > 1)
order by Email, Customer;
