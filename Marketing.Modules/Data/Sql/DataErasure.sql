-- name: delete-events
-- Deletes some of the events of a person and of the browsers linked to the person.
delete from data_events
where id in (
    select event_id from data_owned_events
    where owner in (select @Customer union all select -id from data_visitors where customer_id = @Customer)
    limit @Take);

-- name: delete-visitors
-- Deletes the person's browsers.
delete from data_visitors where customer_id = @Customer;

-- name: orders-to-nobody
-- The person's orders become sales to nobody; a coupon may have been made out to one person.
update data_orders set customer_id = null, coupon = null, content_hash = null where customer_id = @Customer;

-- name: returns-of-nobody
-- The person's returns become returns of nobody.
update data_returns set customer_id = null, content_hash = null where customer_id = @Customer;

-- name: delete-consents
-- Deletes the person's answers.
delete from data_consents where customer_id = @Customer;

-- name: empty-decisions
-- The person's decisions keep what was chosen with which probability, and lose why and in what situation.
update data_decisions set reasons_id = @Reasons, context_id = @Context
where customer_id = @Customer and (reasons_id <> @Reasons or context_id <> @Context);

-- name: strip-customer
-- Leaves a row that tells nothing about who it was.
update data_customers
set key = @NewKey, country = '', email = null, name = null, language = null, simulated = '', phone = null, city = null, postcode = null, created_at = null,
    tags = '[]', attributes = '{}', returned_at = null, erased_at = @Now
where id = @Customer and erased_at is null;

-- name: export-profile
-- Who the person is.
select key, email, name, phone, country, postcode, city, language, created_at, tags, attributes, simulated from data_customers where id = @Customer;

-- name: export-former
-- What the person was known by before.
select f.kind, f.text
from data_customers c
join data_standing_former_names f on f.key = c.key
where c.id = @Customer
    and not exists (
        select 1 from data_customers o
        where (o.email = f.text or o.phone = f.text) and o.erased_at is null and coalesce(o.merged_into, o.id) <> coalesce(c.merged_into, c.id))
order by f.kind, f.text;

-- name: forget-former
-- Deletes a text that names an erased person and stood in somebody else's record by mistake.
delete from data_former_names where text = @Word;

-- name: export-consents
-- The person's answers, oldest first.
select k.purpose, k.channel, k.granted, k.at, k.source, k.wording, w.text, k.basis, k.actor, k.reason, k.simulated
from data_consents k
left join data_consent_wordings w on k.wording = w.purpose || '-' || w.language || '-' || w.version
where k.customer_id = @Customer
order by k.at, k.id;

-- name: export-orders
-- The person's order lines, oldest first.
select o.number, o.at, o.status, o.coupon, o.payment, p.code as product, p.name, l.quantity, l.unit_price, l.discount
from data_orders o
join data_order_lines l on l.order_id = o.id
join data_products p on p.id = l.product_id
where o.customer_id = @Customer
order by o.at, o.id, l.position;

-- name: export-returns
-- The person's returns, oldest first.
select r.number, r.at, p.code as product, p.name, r.quantity, r.unit_price
from data_returns r
join data_products p on p.id = r.product_id
where r.customer_id = @Customer
order by r.at, r.id;

-- name: export-events
-- What the person did, under the own name and by linked browsers, oldest first.
select e.at, e.kind, e.name, p.code as product, e.session, e.quantity, e.amount, e.detail, e.simulated
from data_events e
left join data_products p on p.id = e.product_id
where e.id in (select event_id from data_owned_events where owner in (select @Customer union all select -id from data_visitors where customer_id = @Customer))
order by e.at, e.id;

-- name: export-decisions
-- What was decided about the person and why, oldest first.
select d.id, d.at, f.kind, f.action, f.policy, f.arm, f.consent_basis, d.propensity, r.body as reasons, c.body as context
from data_decisions d
join data_decision_frames f on f.id = d.frame_id
join data_decision_texts r on r.id = d.reasons_id
join data_decision_texts c on c.id = d.context_id
where d.customer_id = @Customer
order by d.at, d.id;

-- name: export-outcomes
-- What became of the decisions, oldest first.
select o.decision_id, o.kind, o.at, o.value
from data_decisions d
join data_outcomes o on o.decision_id = d.id
where d.customer_id = @Customer
order by o.at, o.decision_id;

-- name: delete-engagement
-- Deletes what became of the previous tool's mails to the person.
delete from data_engagement where customer_id = @Customer;

-- name: delete-versions
-- Deletes how new the shop system's record of the person is.
delete from data_webhook_versions where kind = 'customer' and resource = @Key;

-- name: hide-suppression
-- A suppressed address of an erased person stays suppressed, as a keyed hash.
update data_suppressions set address = @Hidden where address = @Address;

-- name: export-engagement
-- What became of the previous tool's mails to the person, oldest first.
select kind, campaign, url, at from data_engagement where customer_id = @Customer order by at, id;

-- name: export-suppressions
-- Suppressions of the person's address, oldest first.
select x.address, x.channel, x.reason, x.at
from data_suppressions x
join data_customers c on c.email = x.address
where c.id = @Customer
order by x.at, x.id;

-- name: export-browsers
-- The person's browsers.
select key, linked_at from data_visitors where customer_id = @Customer order by id;
