-- name: begin-import
-- Starts an import; its rows stay invisible.
insert into data_imports (name, actor, state, started_at, file_hash, file_bytes, rows, orders, lines, returns, anonymous, unchanged, rejected, changed, seconds, is_demo)
values (@Name, @Actor, @State, @At, '', @Bytes, 0, 0, 0, 0, 0, 0, 0, 0, 0, @IsDemo)
returning id;

-- name: apply-import
-- Makes every row of an import visible at once.
update data_imports
set state = @State, finished_at = @At, file_hash = @Hash, rows = @Rows, orders = @Orders, lines = @Lines, returns = @Returns,
    anonymous = @Anonymous, unchanged = @Unchanged, rejected = @Rejected, changed = @Changed, seconds = @Seconds
where id = @Import;

-- name: orders-of-erased
-- Orders of an import whose customers were erased while it was read become sales to nobody, whenever they were placed: their record
-- has lost its name. The plus keeps SQLite to the index by customer.
update data_orders set customer_id = null, coupon = null, content_hash = null
where +import_id = @Import
    and customer_id in (select id from data_customers where erased_at >= (select started_at from data_imports where id = @Import));

-- name: returns-of-erased
-- So do returns.
update data_returns set customer_id = null, content_hash = null
where +import_id = @Import
    and customer_id in (select id from data_customers where erased_at >= (select started_at from data_imports where id = @Import));

-- name: erased-since
-- Hashes of the numbers and addresses of those who were erased since an import began.
select salt as Salt, hash as Hash, at as At from data_erased where at >= (select started_at from data_imports where id = @Import);

-- name: customers-of-import
-- Customers that an import made.
select id as Id, key as Key, country as Detail from data_customers where import_id = @Import and erased_at is null;

-- name: orders-of-listed
-- Orders of a customer up to an erasure become sales to nobody.
update data_orders set customer_id = null, coupon = null, content_hash = null where customer_id = @Id and at <= @ErasedAt;

-- name: returns-of-listed
-- So do returns.
update data_returns set customer_id = null, content_hash = null where customer_id = @Id and at <= @ErasedAt;

-- name: strip-listed
-- A customer who has ordered nothing since keeps no name.
update data_customers set key = @NewKey, country = '', erased_at = @ErasedAt
where id = @Id and erased_at is null and not exists (select 1 from data_orders where customer_id = @Id and at > @ErasedAt);

-- name: fail-import
-- Marks an import as broken while its rows are still being removed.
update data_imports set state = @State, message = @Message where id = @Import;

-- name: close-import
-- Notes that nothing is left of a broken import.
update data_imports set finished_at = @At where id = @Import;

-- name: set-import-state
-- Takes an import back or applies it again, unless its rows have ended.
update data_imports set state = @To where id = @Import and state = @From and rows_ended = 0;

-- name: open-imports
-- Imports that a dead process did not finish or did not clear away.
select id from data_imports
where (state = @Running or (state = @Failed and finished_at is null)) and kind <> 'live'
    and id not in (select import_id from data_import_jobs where import_id is not null);

-- name: import-by-hash
-- The import of the same bytes that is visible, else the one that was taken back.
select id from data_imports
where file_hash = @Hash and state in (@Applied, @Undone)
order by state, id desc
limit 1;

-- name: has-import-of-size
-- 1 when a kept import had as many bytes.
select exists (select 1 from data_imports where file_bytes = @Bytes and state in (@Applied, @Undone));

-- name: has-undone-imports
-- 1 when an import is taken back.
select exists (select 1 from data_imports where state = @Undone);

-- name: demo-import
-- The import of the carried file, visible or taken back.
select id from data_imports where is_demo = 1 and state in (@Applied, @Undone) order by state, id desc limit 1;

-- name: visible-twin
-- The visible import that brings what an import would bring too: the same rejected row, or the same number of an order or a return. One
-- number may stand in both where one import corrects rows of the other, or both correct rows of a third.
with twins as (
    select other.import_id, mine.number
    from data_orders mine
    join data_orders other on other.number = mine.number and other.import_id <> mine.import_id
    where mine.import_id = @Import
    union all
    select other.import_id, mine.number
    from data_returns mine
    join data_returns other on other.number = mine.number and other.import_id <> mine.import_id
    where mine.import_id = @Import
)
select other.import_id
from data_import_corrections mine
join data_import_corrections other on other.of_import = mine.of_import and other.of_row = mine.of_row and other.import_id <> mine.import_id
join data_imports on data_imports.id = other.import_id and data_imports.state = @Applied
where mine.import_id = @Import
union all
select twins.import_id
from twins
join data_imports on data_imports.id = twins.import_id and data_imports.state = @Applied
where not exists (
        select 1 from data_import_corrections c
        where c.number = twins.number and c.import_id = @Import
            and (c.of_import = twins.import_id
                or exists (select 1 from data_import_corrections o where o.import_id = twins.import_id and o.of_import = c.of_import and o.number = c.number)))
    and not exists (
        select 1 from data_import_corrections c where c.number = twins.number and c.import_id = twins.import_id and c.of_import = @Import)
limit 1;

-- name: known-customers
-- Customers by the shop's own keys.
select id as Id, key as Key, country as Detail from data_customers;

-- name: known-products
-- Products by their codes.
select id as Id, code as Key, name as Detail from data_products;

-- name: known-rates
-- Rates of other currencies.
select currency as Currency, day as Day, rate as Rate from data_currency_rates;

-- name: known-numbers
-- Numbers of visible orders and returns.
select number from data_orders where import_id in (select id from data_imports where state = @Applied)
union
select number from data_returns where import_id in (select id from data_imports where state = @Applied);

-- name: last-customer
-- Largest id in use.
select coalesce(max(id), 0) from data_customers;

-- name: last-product
-- Largest id in use.
select coalesce(max(id), 0) from data_products;

-- name: last-order
-- Largest id in use.
select coalesce(max(id), 0) from data_orders;

-- name: last-at
-- Time of the newest visible order.
select max(at) from data_orders where import_id in (select id from data_imports where state = @Applied);

-- name: add-customer
-- Adds a customer that an import brought, unless live facts took the id or brought the customer meanwhile.
insert into data_customers (id, key, country, simulated, import_id) values (@Id, @Key, @Country, '', @Import) on conflict do nothing;

-- name: add-customer-anew
-- Adds a customer under the next free id.
insert into data_customers (key, country, simulated, import_id) values (@Key, @Country, '', @Import) on conflict (key) do nothing;

-- name: customer-by-key
-- The id of a customer that is there.
select id from data_customers where key = @Key;

-- name: add-product
-- Adds a product that an import brought, unless live facts took the id or brought the product meanwhile.
insert into data_products (id, code, name, category, simulated, import_id) values (@Id, @Code, @Name, '', '', @Import) on conflict do nothing;

-- name: add-product-anew
-- Adds a product under the next free id.
insert into data_products (code, name, category, simulated, import_id) values (@Code, @Name, '', '', @Import) on conflict (code) do nothing;

-- name: product-by-code
-- The id of a product that is there.
select id from data_products where code = @Code;

-- name: add-order
-- Adds an order, unless live facts took the id meanwhile.
insert into data_orders (id, number, customer_id, at, import_id) values (@Id, @Number, @Customer, @At, @Import) on conflict do nothing;

-- name: add-order-anew
-- Adds an order under the next free id.
insert into data_orders (number, customer_id, at, import_id) values (@Number, @Customer, @At, @Import);

-- name: add-detailed-order
-- Adds an order with what a file says beside its lines, unless live facts took the id meanwhile.
insert into data_orders (id, number, customer_id, at, import_id, status, coupon, payment, shipping, discount, currency, rate)
values (@Id, @Number, @Customer, @At, @Import, @Status, @Coupon, @Payment, @Shipping, @Discount, @Currency, @Rate) on conflict do nothing;

-- name: add-detailed-order-anew
-- Adds such an order under the next free id.
insert into data_orders (number, customer_id, at, import_id, status, coupon, payment, shipping, discount, currency, rate)
values (@Number, @Customer, @At, @Import, @Status, @Coupon, @Payment, @Shipping, @Discount, @Currency, @Rate);

-- name: add-line
-- Adds a line of an order.
insert into data_order_lines (order_id, position, product_id, quantity, unit_price) values (@Order, @Position, @Product, @Quantity, @Price);

-- name: add-return
-- Adds a returned line.
insert into data_returns (number, customer_id, product_id, at, quantity, unit_price, import_id)
values (@Number, @Customer, @Product, @At, @Quantity, @Price, @Import);

-- name: add-correction
-- Keeps that a row corrects one that was rejected, with the line where it joins an order of the shop.
insert into data_import_corrections (import_id, of_import, of_row, number, order_id, product_id, quantity, unit_price)
values (@Import, @OfImport, @OfRow, @Number, @Order, @Product, @Quantity, @Price);

-- name: save-reading
-- Keeps how a file was read.
insert into data_import_readings (import_id, headers, form) values (@Import, @Headers, @Form);

-- name: add-issue
-- Keeps a row that was rejected or changed.
insert into data_import_issues (import_id, row, position, column_name, value, made, rule, effect, reason, text)
values (@Import, @Row, @Position, @Column, @Value, @Made, @Rule, @Effect, @Reason, @Text);

-- name: add-rule
-- Keeps how many rows a rule touched.
insert into data_import_rules (import_id, rule, effect, rows) values (@Import, @Rule, @Effect, @Rows);

-- name: rename-product
-- Gives a product the name it is called most often.
update data_products set name = @Detail where id = @Id;

-- name: move-customer
-- Gives a customer the country of the latest order.
update data_customers set country = @Detail where id = @Id and erased_at is null;

-- name: corrections-of-import
-- Corrected rows to remove.
select id from data_import_corrections where import_id = @Import;

-- name: remove-correction
-- Removes a corrected row that stands in no order.
delete from data_import_corrections where id = @Id;

-- name: orders-of-import
-- Orders to remove.
select id from data_orders where import_id = @Import;

-- name: returns-of-import
-- Returned lines to remove.
select id from data_returns where import_id = @Import;

-- name: issue-rows-of-import
-- Rows whose issues are to be removed.
select distinct row from data_import_issues where import_id = @Import;

-- name: remove-lines
-- Removes the lines of an order.
delete from data_order_lines where order_id = @Id;

-- name: remove-order
-- Removes an order that has no lines left.
delete from data_orders where id = @Id;

-- name: remove-return
-- Removes a returned line.
delete from data_returns where id = @Id;

-- name: remove-issues
-- Removes what was kept of a row.
delete from data_import_issues where row = @Row and import_id = @Import;

-- name: find-import
-- One import.
select id as Id, name as Name, actor as Actor, state as State, started_at as Started, finished_at as Finished, rows as Rows, orders as Orders,
    lines as Lines, returns as Returns, anonymous as Anonymous, unchanged as Unchanged, rejected as Rejected, changed as Changed,
    message as Message, seconds as Seconds, is_demo as IsDemo, kind as Kind, rows_ended as RowsEnded
from data_imports
where id = @Import;

-- name: list-imports
-- A page of imports under a search, newest first unless sorted.
select id as Id, name as Name, actor as Actor, state as State, started_at as Started, finished_at as Finished, rows as Rows, orders as Orders,
    lines as Lines, returns as Returns, anonymous as Anonymous, unchanged as Unchanged, rejected as Rejected, changed as Changed,
    message as Message, seconds as Seconds, is_demo as IsDemo, kind as Kind, rows_ended as RowsEnded
from data_imports
where kind <> 'live' and (@Search is null or name like @Search escape '\' or actor like @Search escape '\')
order by
    case when @Descending = 0 then case @Sort when 'name' then name when 'actor' then actor end end,
    case when @Descending = 1 then case @Sort when 'name' then name when 'actor' then actor end end desc,
    case when @Descending = 0 then case @Sort when 'state' then state when 'started' then started_at when 'rows' then rows when 'orders' then orders when 'rejected' then rejected end end,
    case when @Descending = 1 then case @Sort when 'state' then state when 'started' then started_at when 'rows' then rows when 'orders' then orders when 'rejected' then rejected end end desc,
    id desc
limit @Take offset @Skip;

-- name: count-imports
-- Imports under a search.
select count(*) from data_imports where kind <> 'live' and (@Search is null or name like @Search escape '\' or actor like @Search escape '\');

-- name: rules-of-import
-- What each rule did, most rows first.
select rule as Rule, effect as Effect, rows as Rows from data_import_rules where import_id = @Import order by rows desc, rule;

-- name: list-issues
-- A page of rejected and changed rows in file order.
select data_imports.name as File, row as Row, column_name as "Column", value as Value, rule as Rule, effect as Effect, reason as Reason, text as Text, made as Made
from data_import_issues
join data_imports on data_imports.id = import_id
where import_id = @Import and (@Rule is null or rule = @Rule)
    and (@Search is null or value like @Search escape '\' or made like @Search escape '\' or reason like @Search escape '\')
order by row, position
limit @Take offset @Skip;

-- name: count-issues
-- Rejected and changed rows under a search.
select count(*)
from data_import_issues
where import_id = @Import and (@Rule is null or rule = @Rule)
    and (@Search is null or value like @Search escape '\' or made like @Search escape '\' or reason like @Search escape '\');

-- name: erased-keys
-- Hashes of the numbers, addresses and telephone numbers of erased people.
select salt as Salt, hash as Hash, at as At from data_erased;

-- name: ask-for-import
-- Keeps what a command wants of an import.
insert into data_import_wishes (import_id, undo, actor) values (@Import, @Undo, @Actor)
on conflict (import_id) do update set undo = excluded.undo, actor = excluded.actor;

-- name: list-wishes
-- What commands want of imports.
select import_id as Import, undo as Undo, actor as Actor from data_import_wishes order by import_id;

-- name: end-wish
-- Forgets what a command wanted of an import.
delete from data_import_wishes where import_id = @Import;

-- name: note-flip
-- Notes that the rows of an import are to follow its state.
insert into data_import_flips (import_id) values (@Import) on conflict do nothing;

-- name: list-flips
-- Imports whose rows have not followed their state to the end.
select import_id from data_import_flips order by import_id;

-- name: end-flip
-- The rows of an import have followed its state.
delete from data_import_flips where import_id = @Import;
