-- name: find-marked
-- 1 when a row of an import was rejected, and 1 when a visible import brought it in.
select
    exists (select 1 from data_import_issues where import_id = @Import and row = @Row and effect = 'reject') as Rejected,
    exists (
        select 1
        from data_import_corrections c
        join data_imports i on i.id = c.import_id and i.state = @Applied
        where c.of_import = @Import and c.of_row = @Row) as Corrected;

-- name: visible-order
-- The visible order of a number, and whose it is.
select o.id as Id, c.key as Customer
from data_orders o
join data_imports i on i.id = o.import_id and i.state = @Applied
left join data_customers c on c.id = o.customer_id
where o.number = @Number
order by o.id
limit 1;

-- name: has-line
-- 1 when an order holds a line of a product with the same units and price.
select exists (
    select 1
    from data_order_lines l
    join data_products p on p.id = l.product_id
    where l.order_id = @Order and p.code = @Code and l.quantity = @Quantity and l.unit_price = @Price);

-- name: has-return
-- 1 when a visible return of a number has the same product, units, price and time.
select exists (
    select 1
    from data_products p
    join data_returns r on r.product_id = p.id and r.at = @At and r.quantity = @Quantity and r.unit_price = @Price and r.number = @Number
    join data_imports i on i.id = r.import_id and i.state = @Applied
    where p.code = @Code);

-- name: find-reading
-- How the file of an import was read.
select headers as Headers, form as Form from data_import_readings where import_id = @Import;

-- name: correction-range
-- Ids of the corrected rows of an import.
select coalesce(min(id), 0) as First, coalesce(max(id), -1) as Last from data_import_corrections where import_id = @Import;

-- name: place-lines
-- Gives lines that are to join an order the next positions in it.
update data_import_corrections
set position = (select coalesce(max(l.position), -1) + 1 from data_order_lines l where l.order_id = data_import_corrections.order_id)
    + (select count(*) from data_import_corrections o where o.import_id = @Import and o.order_id = data_import_corrections.order_id and o.id >= @From and o.id < data_import_corrections.id)
where import_id = @Import and order_id is not null and position is null and id between @From and @To;

-- name: join-lines
-- Puts placed lines into their orders.
insert into data_order_lines (order_id, position, product_id, quantity, unit_price)
select order_id, position, product_id, quantity, unit_price
from data_import_corrections
where import_id = @Import and position is not null and id between @From and @To
on conflict (order_id, position) do nothing;

-- name: part-lines
-- Takes joined lines out of their orders.
delete from data_order_lines
where (order_id, position, product_id, quantity, unit_price) in (
    select order_id, position, product_id, quantity, unit_price
    from data_import_corrections
    where import_id = @Import and position is not null and id between @From and @To);

-- name: unplace-lines
-- Notes that lines stand in no order any more.
update data_import_corrections set position = null where import_id = @Import and id between @From and @To;
