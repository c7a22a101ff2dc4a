-- name: delete-events
-- Deletes some of the events of a person and of the browsers linked to the person.
delete from data_events
where id in (
    select id from data_events
    where customer_id = @Customer or visitor_id in (select id from data_visitors where customer_id = @Customer)
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

-- name: empty-text
-- The id of an empty text of decisions.
select id from data_decision_texts where hash = @Hash;

-- name: add-empty-text
-- Keeps an empty text of decisions.
insert into data_decision_texts (hash, body) values (@Hash, @Body) returning id;

-- name: decision-texts
-- Texts that the person's decisions refer to.
select reasons_id from data_decisions where customer_id = @Customer
union
select context_id from data_decisions where customer_id = @Customer;

-- name: empty-decisions
-- The person's decisions keep what was chosen with which probability, and lose why and in what situation.
update data_decisions set reasons_id = @Reasons, context_id = @Context where customer_id = @Customer;

-- name: delete-texts
-- Deletes texts that no decision refers to any more.
delete from data_decision_texts
where id in @Texts
    and not exists (select 1 from data_decisions d where d.reasons_id = data_decision_texts.id or d.context_id = data_decision_texts.id)
    and not exists (select 1 from data_decision_frames f where f.candidates_id = data_decision_texts.id);

-- name: blank-issues
-- Removes the texts of rejected and changed rows that hold a word that names the person.
update data_import_issues set value = '', text = ''
where value = @Word or text = @Word or (@Anywhere = 1 and (instr(lower(value), @Word) > 0 or instr(lower(text), @Word) > 0));

-- name: delete-quarantine
-- Deletes items kept apart that hold a word that names the person.
delete from data_quarantine
where item_id = @Word or (@Anywhere = 1 and (instr(lower(item), @Word) > 0 or instr(lower(reason), @Word) > 0 or instr(lower(item_id), @Word) > 0));

-- name: strip-customer
-- Leaves a row that tells nothing about who it was.
update data_customers
set key = @NewKey, country = '', email = null, name = null, language = null, simulated = '', phone = null, city = null, postcode = null, created_at = null,
    tags = '[]', attributes = '{}', erased_at = @Now
where id = @Customer and erased_at is null;

-- name: export-profile
-- Who the person is.
select key, email, name, phone, country, postcode, city, language, created_at, tags, attributes, simulated from data_customers where id = @Customer;

-- name: export-consents
-- The person's answers, oldest first.
select purpose, channel, granted, at, source, wording, basis, simulated from data_consents where customer_id = @Customer order by at, id;

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
where e.customer_id = @Customer or e.visitor_id in (select id from data_visitors where customer_id = @Customer)
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
