-- name: snapshot-orders
-- Orders of applied imports before an instant, oldest first; a cancelled one is no sale.
select id, customer_id, at
from data_orders
where at < @AsOf and status <> 'cancelled' and import_id in (select id from data_imports where state = @Applied)
order by at, id;

-- name: snapshot-middle-order
-- About the middle of the ids of orders, to read the lines in two halves; 0 without orders.
select (coalesce(min(id), 0) + coalesce(max(id), 0)) / 2
from data_orders;

-- name: snapshot-lines
-- Every stored line of a range of orders, grouped by order.
select order_id, product_id, quantity, unit_price
from data_order_lines
where order_id > @After and order_id <= @Last
order by order_id, position;

-- name: snapshot-returns
-- Returned lines of applied imports before an instant, oldest first.
select customer_id, product_id, at, quantity, unit_price
from data_returns
where at < @AsOf and import_id in (select id from data_imports where state = @Applied)
order by at, id;

-- name: snapshot-events
-- What people did before an instant, oldest first; those of an import only while it is applied, those of programs never. What a
-- visitor did belongs to the customer that the visitor turned out to be.
select coalesce(e.customer_id, v.customer_id), e.product_id, e.at, e.kind, e.simulated
from data_events e
left join data_visitors v on v.id = e.visitor_id
where e.at < @AsOf and e.bot = 0 and (e.import_id is null or e.import_id in (select id from data_imports where state = @Applied))
order by e.at, e.id;

-- name: snapshot-consents
-- Consents of every purpose before an instant, oldest first, with a mark at those for marketing mail.
select customer_id, granted, case when purpose = @Purpose and channel = @Channel then 1 else 0 end, at
from data_consents
where at < @AsOf and (import_id is null or import_id in (select id from data_imports where state = @Applied))
order by at, id;

-- name: snapshot-merged
-- Records read under another, and when, by the shop's clock, they were found to be one person.
select c.id, c.merged_into, m.clock_at
from data_customers c
join data_customer_merges m on m.merged_id = c.id and m.undone_at is null
where c.merged_into is not null;

-- name: snapshot-customers
-- Every stored customer, and 1 for those whom the shop knows without any fact of theirs: not erased, not read under another, and told of
-- by nothing or by something that was not taken back.
select id, key, country,
    case when erased_at is null and merged_into is null and (
        import_id is null
        or import_id in (select id from data_imports where state = @Applied)
        or exists (select 1 from data_staged_customers s where s.customer_id = data_customers.id and s.merged = 1)) then 1 else 0 end
from data_customers
order by id;

-- name: snapshot-products
-- Every stored product with what is known of it now.
select id, code, name, category, cost, stock, case when simulated like '%cost%' or simulated like '%stock%' then 1 else 0 end, coalesce(brand, ''), active, coalesce(price, 0), lead_days
from data_products
order by id;

-- name: snapshot-stock-levels
-- Levels of stock of applied imports before an instant, by product and time; of several of one instant the latest import's comes last.
select product_id, at, units
from data_stock_levels
where at < @AsOf and import_id in (select id from data_imports where state = @Applied)
order by product_id, at, import_id;
