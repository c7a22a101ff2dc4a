-- name: savepoint
-- Begins what holds together of one item.
savepoint intake_item;

-- name: keep
-- Ends it well.
release intake_item;

-- name: take-back
-- Undoes it.
rollback to intake_item;

-- name: sender
-- The standing import of a sender.
select id from data_imports where door = @Door and name = @Name and kind = 'live';

-- name: add-sender
-- Opens the standing import of a sender; it is applied from the start.
insert into data_imports (name, actor, state, started_at, finished_at, file_hash, file_bytes, rows, orders, lines, returns, anonymous, unchanged, rejected, changed, seconds, is_demo, kind, door)
values (@Name, 'intake', 2, @At, @Finished, '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 'live', @Door);

-- name: find-customer
-- A customer by the shop's own number.
select id from data_customers where key = @Key;

-- name: find-customer-by-email
-- The first customer with an address.
select min(id) from data_customers where email = @Email;

-- name: add-customer
-- Adds a customer.
insert into data_customers (key, country, simulated, import_id) values (@Key, '', '', @Import) on conflict (key) do nothing;

-- name: find-product
-- A product by its code.
select id from data_products where code = @Code;

-- name: add-product
-- Adds a product.
insert into data_products (code, name, category, simulated, import_id) values (@Code, @Name, '', '', @Import) on conflict (code) do nothing;

-- name: find-visitor
-- A visitor by the id of the browser.
select id from data_visitors where key = @Key;

-- name: gone-visitors
-- A number that changes when visitors are deleted.
select visitors from data_visitors_gone;

-- name: add-visitor
-- Adds a visitor.
insert into data_visitors (key) values (@Key) on conflict (key) do nothing;

-- name: link-visitor
-- Says who a visitor is, unless that is known.
update data_visitors set customer_id = @Customer, linked_at = @At where id = @Visitor and customer_id is null;

-- name: customer-of-visitor
-- Who a visitor is.
select customer_id from data_visitors where id = @Visitor;

-- name: add-event
-- Adds an event unless it is there.
insert into data_events (customer_id, product_id, kind, at, simulated, import_id, visitor_id, session, name, quantity, amount, detail, bot, received_at, key)
select @Customer, @Product, @Kind, @At, 0, @Import, @Visitor, @Session, @Name, @Quantity, @Amount, @Detail, @Bot, @Received, @Key
where not exists (select event_id from data_keyed_events where key = @Key);

-- name: take-event-over
-- An event of an import that was taken back comes again.
insert into data_event_takings (event_id, by_import, from_import)
select id, @Import, import_id from data_events
where id = (select event_id from data_keyed_events where key = @Key limit 1) and import_id in (select id from data_imports where state in (3, 4))
on conflict do update set from_import = excluded.from_import;

-- name: rate
-- Units of a currency for one of the shop's on a day: the newest rate until then.
select rate from data_currency_rates where currency = @Currency and day <= @Day order by day desc limit 1;

-- name: remember-former-names
-- Keeps what a customer is no longer known by after the update.
insert into data_former_names (key, kind, text, import_id)
select key, 'email', email, 0 from data_customers where id = @Id and erased_at is null and email is not null and @Email is not null and email <> @Email
union all
select key, 'phone', phone, 0 from data_customers where id = @Id and erased_at is null and phone is not null and @Phone is not null and phone <> @Phone
union all
select key, 'name', name, 0 from data_customers where id = @Id and erased_at is null and name is not null and @Name is not null and name <> @Name
on conflict do nothing;

-- name: remember-removed-names
-- Keeps what a customer is no longer known by once fields have lost their values.
insert into data_former_names (key, kind, text, import_id)
select key, 'email', email, 0 from data_customers where id = @Id and erased_at is null and email is not null and 'email' in (select value from json_each(@Removed))
union all
select key, 'phone', phone, 0 from data_customers where id = @Id and erased_at is null and phone is not null and 'phone' in (select value from json_each(@Removed))
union all
select key, 'name', name, 0 from data_customers where id = @Id and erased_at is null and name is not null and 'name' in (select value from json_each(@Removed))
on conflict do nothing;

-- name: take-from-customer
-- Takes the values of fields away, where any of them has one.
with removed (field) as (select value from json_each(@Removed))
update data_customers
set email = case when 'email' in removed then null else email end, phone = case when 'phone' in removed then null else phone end,
    name = case when 'name' in removed then null else name end, country = case when 'country' in removed then '' else country end,
    city = case when 'city' in removed then null else city end, language = case when 'language' in removed then null else language end,
    created_at = case when 'created' in removed then null else created_at end, tags = case when 'tags' in removed then '[]' else tags end,
    attributes = case when 'attributes' in removed then '{}' else attributes end,
    simulated = case when 'email' in removed then trim(replace(simulated, 'email', '')) else simulated end
where id = @Id and erased_at is null and (
    ('email' in removed and email is not null) or ('phone' in removed and phone is not null) or ('name' in removed and name is not null)
    or ('country' in removed and country <> '') or ('city' in removed and city is not null) or ('language' in removed and language is not null)
    or ('created' in removed and created_at is not null) or ('tags' in removed and tags <> '[]') or ('attributes' in removed and attributes <> '{}'));

-- name: update-customer
-- Writes the fields that are given, when they say something new. Whom only an import that was taken back has named becomes the sender's.
update data_customers
set import_id = case when import_id in (select id from data_imports where state in (3, 4)) then @Import else import_id end,
    email = coalesce(@Email, email), phone = coalesce(@Phone, phone), name = coalesce(@Name, name), country = coalesce(@Country, country),
    city = coalesce(@City, city), language = coalesce(@Language, language), created_at = coalesce(@Created, created_at),
    tags = coalesce(@Tags, tags), attributes = coalesce(@Attributes, attributes),
    simulated = case when @Email is null then simulated else trim(replace(simulated, 'email', '')) end
where id = @Id and erased_at is null and (
    import_id in (select id from data_imports where state in (3, 4))
    or email is distinct from coalesce(@Email, email) or phone is distinct from coalesce(@Phone, phone) or name is distinct from coalesce(@Name, name)
    or country <> coalesce(@Country, country) or city is distinct from coalesce(@City, city) or language is distinct from coalesce(@Language, language)
    or created_at is distinct from coalesce(@Created, created_at) or tags <> coalesce(@Tags, tags) or attributes <> coalesce(@Attributes, attributes));

-- name: own-customer
-- A customer of a file of whom a sender tells is the sender's from then on, and stays known when the file is taken back. One that is
-- still being read keeps its customers until it ends, since it looks once more at those it made.
update data_customers set import_id = @Import
where id = @Id and erased_at is null and import_id in (select id from data_imports where kind <> 'live' and state <> 1);

-- name: complete-customer
-- Gives a customer the address and country of an order where none is known.
update data_customers set email = coalesce(email, @Email), country = case when country = '' then coalesce(@Country, '') else country end
where id = @Id and erased_at is null and ((email is null and @Email is not null) or (country = '' and @Country is not null));

-- name: take-from-product
-- Takes the values of fields away, where any of them has one.
with removed (field) as (select value from json_each(@Removed))
update data_products
set name = case when 'name' in removed then '' else name end, category = case when 'category' in removed then '' else category end,
    brand = case when 'brand' in removed then null else brand end, price = case when 'price' in removed then null else price end,
    cost = case when 'cost' in removed then null else cost end, image = case when 'image' in removed then null else image end,
    url = case when 'url' in removed then null else url end, description = case when 'description' in removed then null else description end,
    attributes = case when 'attributes' in removed then '{}' else attributes end,
    simulated = case when 'cost' in removed then trim(replace(simulated, 'cost', '')) else simulated end
where id = @Id and (
    ('name' in removed and name <> '') or ('category' in removed and category <> '') or ('brand' in removed and brand is not null)
    or ('price' in removed and price is not null) or ('cost' in removed and cost is not null) or ('image' in removed and image is not null)
    or ('url' in removed and url is not null) or ('description' in removed and description is not null)
    or ('attributes' in removed and attributes <> '{}'));

-- name: update-product
-- Writes the fields that are given, when they say something new.
update data_products
set name = coalesce(@Name, name), category = coalesce(@Category, category), brand = coalesce(@Brand, brand), price = coalesce(@Price, price),
    cost = coalesce(@Cost, cost), image = coalesce(@Image, image), url = coalesce(@Url, url), description = coalesce(@Description, description),
    active = coalesce(@Active, active), attributes = coalesce(@Attributes, attributes),
    simulated = case when @Cost is null then simulated else trim(replace(simulated, 'cost', '')) end
where id = @Id and (
    name <> coalesce(@Name, name) or category <> coalesce(@Category, category) or brand is distinct from coalesce(@Brand, brand)
    or price is distinct from coalesce(@Price, price) or cost is distinct from coalesce(@Cost, cost) or image is distinct from coalesce(@Image, image)
    or url is distinct from coalesce(@Url, url) or description is distinct from coalesce(@Description, description)
    or active <> coalesce(@Active, active) or attributes <> coalesce(@Attributes, attributes));

-- name: name-product
-- Gives a product without a name one.
update data_products set name = @Name where id = @Id and name = '';

-- name: find-order
-- A sender's order by its number; the negative id when it says the same.
select case when content_hash = @Hash then -id else id end from data_orders where number = @Number and import_id = @Import;

-- name: find-other-order
-- A visible order of the same number that came another way.
select o.id
from data_orders o
join data_imports i on i.id = o.import_id and i.state = 2
where o.number = @Number and o.import_id <> @Import
limit 1;

-- name: customer-of-order
-- Who placed the newest visible order of a number.
select o.customer_id
from data_orders o
join data_imports i on i.id = o.import_id and i.state = 2
where o.number = @Number
order by o.id desc
limit 1;

-- name: add-order
-- Adds an order.
insert into data_orders (number, customer_id, at, import_id, status, coupon, payment, shipping, discount, content_hash)
values (@Number, @Customer, @At, @Import, @Status, @Coupon, @Payment, @Shipping, @Discount, @Hash);

-- name: replace-order
-- Writes an order anew.
update data_orders
set customer_id = @Customer, at = @At, status = @Status, coupon = @Coupon, payment = @Payment, shipping = @Shipping, discount = @Discount, content_hash = @Hash
where id = @Id;

-- name: remove-lines
-- Removes the lines of an order that is written anew.
delete from data_order_lines where order_id = @Id;

-- name: add-line
-- Adds a line of an order.
insert into data_order_lines (order_id, position, product_id, quantity, unit_price, discount)
values (@Order, @Position, @Product, @Quantity, @Price, @Discount);

-- name: add-return
-- Adds a return unless it is there.
insert into data_returns (number, customer_id, product_id, at, quantity, unit_price, import_id, content_hash)
values (@Number, @Customer, @Product, @At, @Quantity, @Price, @Import, @Key)
on conflict (import_id, content_hash) where content_hash is not null do nothing;

-- name: find-level
-- The level of stock that a sender told for an instant.
select units from data_stock_levels where product_id = @Product and at = @At and import_id = @Import;

-- name: add-level
-- Keeps a level of stock.
insert into data_stock_levels (product_id, at, units, import_id) values (@Product, @At, @Units, @Import)
on conflict (product_id, at, import_id) do update set units = excluded.units;

-- name: set-stock
-- Writes a level into the product when no visible level is newer.
update data_products
set stock = @Units, simulated = trim(replace(simulated, 'stock', ''))
where id = @Id and not exists (
    select 1
    from data_stock_levels l
    join data_imports i on i.id = l.import_id and i.state = 2
    where l.product_id = data_products.id and l.at > @At);

-- name: set-lead-days
-- Writes the days from an order at the supplier to the shelf.
update data_products set lead_days = @LeadDays where id = @Id and lead_days is distinct from @LeadDays;

-- name: find-consent
-- The same answer of the same instant.
select id from data_consents
where customer_id = @Customer and purpose = @Purpose and channel = @Channel and at = @At and granted = @Granted
limit 1;

-- name: add-consent
-- Adds an answer to the history.
insert into data_consents (customer_id, purpose, channel, granted, at, source, wording, simulated, import_id, basis)
values (@Customer, @Purpose, @Channel, @Granted, @At, @Source, @Wording, 0, @Import, @Basis);

-- name: mail-of-customer
-- A customer's address.
select email from data_customers where id = @Customer;

-- name: suppression-of
-- Whether an address, in one of its forms, is on the list of suppressions of a channel.
select id from data_suppressions where channel = @Channel and address in (select value from json_each(@Addresses)) limit 1;

-- name: refuse-suppressed
-- Writes the no of a suppressed address, which stands there in one of its forms, for a customer who has it now; it is no older than what
-- the customer has answered.
insert into data_consents (customer_id, purpose, channel, granted, at, source, wording, simulated, import_id, basis)
select c.id, k.purpose, x.channel, 0,
    coalesce((select max(a.at) from data_consents a where a.customer_id = c.id and a.purpose = k.purpose and a.channel = x.channel and a.at > x.at), x.at),
    'previous tool', x.reason, 0, x.import_id, 'consent'
from (select @Purpose as purpose) k
join data_customers c on c.id = @Customer and c.erased_at is null
join data_suppressions x on x.address in (select value from json_each(@Addresses))
where not exists (
    select 1 from data_consents a
    where a.customer_id = c.id and a.purpose = k.purpose and a.channel = x.channel and a.import_id = x.import_id and a.granted = 0);

-- name: erased-keys
-- Hashes of the numbers, addresses and telephone numbers of erased people.
select salt as Salt, hash as Hash, at as At from data_erased;

-- name: came-back
-- Whether a customer ordered, agreed or registered after an instant.
select c.id
from data_customers c
where c.key = @Key and (
    c.created_at > @After or c.returned_at > @After
    or exists (select 1 from data_orders o join data_imports i on i.id = o.import_id and i.state = 2 where o.customer_id = c.id and o.at > @After)
    or exists (
        select 1 from data_consents k
        where k.customer_id = c.id and k.granted = 1 and k.at > @After
            and (k.import_id is null or k.import_id in (select id from data_imports where state = 2))));

-- name: waiting-of-sender
-- How many items of a sender wait in quarantine.
select count(*) from data_quarantine where import_id = @Import and state = 1;

-- name: keep-apart
-- Keeps an item apart, its newest version only.
insert into data_quarantine (import_id, item_kind, item_id, field, reason, why, item, received_at, state)
values (@Import, @Kind, @Id, @Field, @Reason, @Why, @Item, @At, 1)
on conflict (import_id, item_kind, item_id) do update set
    field = excluded.field, reason = excluded.reason, why = excluded.why, item = excluded.item, received_at = excluded.received_at, state = 1;

-- name: list-quarantine
-- A page of items that wait, newest first.
select q.id as Id, i.name as Sender, q.item_kind as Item, q.item_id as ItemId, q.field as Field, q.reason as Reason, q.received_at as Received, q.item as Content, q.why as Why
from data_quarantine q
join data_imports i on i.id = q.import_id
where q.state = 1 and (@Search is null or i.name like @Search escape '\' or (@SendersOnly = 0 and (q.item_id like @Search escape '\' or q.reason like @Search escape '\')))
order by q.id desc
limit @Take offset @Skip;

-- name: count-quarantine
-- How many items wait.
select count(*)
from data_quarantine q
join data_imports i on i.id = q.import_id
where q.state = 1 and (@Search is null or i.name like @Search escape '\' or (@SendersOnly = 0 and (q.item_id like @Search escape '\' or q.reason like @Search escape '\')));

-- name: find-quarantined
-- One item that waits.
select i.door as Door, i.name as Sender, q.item_kind as Kind, q.item as Content
from data_quarantine q
join data_imports i on i.id = q.import_id
where q.id = @Id and q.state = 1;

-- name: close-quarantined
-- Notes what became of an item that waits.
update data_quarantine set state = @State where id = @Id and state = 1;
