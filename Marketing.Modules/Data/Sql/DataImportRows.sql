-- name: customer-by-key
-- The customer with the shop's own key.
select id from data_customers where key = @Key;

-- name: customer-by-email
-- The oldest customer with an address.
select id from data_customers where email = @Email order by id limit 1;

-- name: customer-key-by-email
-- The key of the oldest customer with an address.
select key from data_customers where id = (select min(id) from data_customers where email = @Email);

-- name: create-customer
-- Adds a customer that a row names and the shop did not know.
insert into data_customers (key, country, email, simulated, import_id) values (@Key, '', @Email, '', @Import) returning id;

-- name: erased-keys
-- Hashes of the numbers, addresses and telephone numbers of erased people.
select salt as Salt, hash as Hash, at as At from data_erased;

-- name: state-of-erased
-- A number that changes with the erase list.
select count(*) + coalesce(max(at), 0) from data_erased;

-- name: came-back
-- Whether a customer ordered, agreed or registered after an instant; what the same file said counts.
select c.id
from data_customers c
where c.key = @Key and (
    c.created_at > @After or c.returned_at > @After
    or exists (select 1 from data_orders o join data_imports i on i.id = o.import_id and i.state in (1, 2) where o.customer_id = c.id and o.at > @After)
    or exists (
        select 1 from data_consents k
        where k.customer_id = c.id and k.granted = 1 and k.at > @After
            and (k.import_id is null or k.import_id in (select id from data_imports where state in (1, 2)))));

-- name: product-by-code
-- The product with a code.
select id from data_products where code = @Code;

-- name: create-product
-- Adds a product that a row names and the shop did not know.
insert into data_products (code, name, category, simulated, import_id) values (@Code, '', '', '', @Import) returning id;

-- name: visitor-by-key
-- The visitor with an id of the browser's.
select id from data_visitors where key = @Key;

-- name: visitors-gone
-- A number that changes when visitors are deleted.
select visitors from data_visitors_gone;

-- name: create-visitor
-- Adds a visitor that a row names and the shop did not know.
insert into data_visitors (key) values (@Key) returning id;

-- name: stage-customer
-- Keeps a customer for the merge; of several rows of one customer, the last value of each field holds.
insert into data_staged_customers (import_id, key, email, phone, name, country, city, postcode, language, created_at, tags)
values (@Import, @Key, @Email, @Phone, @Name, @Country, @City, @Postcode, @Language, @Created, @Tags)
on conflict (import_id, key) do update
set email = coalesce(excluded.email, email), phone = coalesce(excluded.phone, phone), name = coalesce(excluded.name, name),
    country = coalesce(excluded.country, country), city = coalesce(excluded.city, city), postcode = coalesce(excluded.postcode, postcode), language = coalesce(excluded.language, language),
    created_at = coalesce(excluded.created_at, created_at), tags = coalesce(excluded.tags, tags);

-- name: stage-product
-- Keeps a product for the merge; of several rows of one product, the last value of each field holds.
insert into data_staged_products (import_id, code, name, category, brand, price, cost, image, url, description, active)
values (@Import, @Code, @Name, @Category, @Brand, @Price, @Cost, @Image, @Url, @Description, @Active)
on conflict (import_id, code) do update
set name = coalesce(excluded.name, name), category = coalesce(excluded.category, category), brand = coalesce(excluded.brand, brand),
    price = coalesce(excluded.price, price), cost = coalesce(excluded.cost, cost), image = coalesce(excluded.image, image),
    url = coalesce(excluded.url, url), description = coalesce(excluded.description, description), active = coalesce(excluded.active, active);

-- name: stage-stock
-- Keeps the newest level of a product for the merge.
insert into data_staged_products (import_id, code, stock, stock_at, lead_days)
values (@Import, @Code, @Stock, @At, @LeadDays)
on conflict (import_id, code) do update
set stock = case when excluded.stock_at >= stock_at then excluded.stock else stock end,
    stock_at = case when excluded.stock_at >= stock_at then excluded.stock_at else stock_at end,
    lead_days = coalesce(excluded.lead_days, lead_days);

-- name: add-file-stock
-- Adds a level of stock; the last row of one instant holds.
insert into data_stock_levels (product_id, at, units, import_id)
values (@Product, @At, @Units, @Import)
on conflict (product_id, at, import_id) do update set units = excluded.units;

-- name: add-file-return
-- Adds a returned line.
insert into data_returns (number, customer_id, product_id, at, quantity, unit_price, import_id)
values (@Number, @Customer, @Product, @At, @Quantity, @Price, @Import);

-- name: add-file-event
-- Adds an event unless its id is known.
insert into data_events (customer_id, product_id, kind, at, simulated, import_id, visitor_id, session, name, quantity, amount, detail, bot, received_at, key)
select @Customer, @Product, @Kind, @At, 0, @Import, @Visitor, @Session, @Name, @Quantity, @Amount, @Detail, @Bot, @Now, @Key
where not exists (select event_id from data_keyed_events where key = @Key);

-- name: take-file-event-over
-- One with a known id changes nothing, unless the import that brought it is taken back.
insert into data_event_takings (event_id, by_import, from_import)
select id, @Import, import_id from data_events
where id = (select event_id from data_keyed_events where key = @Key limit 1) and import_id in (select id from data_imports where state in (3, 4))
on conflict do update set from_import = excluded.from_import;

-- name: add-file-consent
-- Adds a yes or no.
insert into data_consents (customer_id, purpose, channel, granted, at, source, wording, simulated, import_id, basis)
values (@Customer, @Purpose, @Channel, @Granted, @At, @Source, @Wording, 0, @Import, @Basis);

-- name: add-suppression
-- Adds an address that must not be written to.
insert into data_suppressions (address, channel, reason, at, import_id) values (@Address, @Channel, @Reason, @At, @Import);

-- name: add-engagement
-- Adds what became of a mail.
insert into data_engagement (customer_id, kind, campaign, url, at, import_id) values (@Customer, @Kind, @Campaign, @Url, @At, @Import);

-- name: add-ad
-- Adds an ad.
insert into data_ads (code, name, platform, campaign, product_id, title, body, image, url, import_id)
values (@Code, @Name, @Platform, @Campaign, @Product, @Title, @Body, @Image, @Url, @Import);

-- name: add-ad-result
-- Adds what an ad did in a period.
insert into data_ad_results (ad_code, platform, at, impressions, clicks, conversions, cost, revenue, import_id)
values (@Ad, @Platform, @At, @Impressions, @Clicks, @Conversions, @Cost, @Revenue, @Import);

-- name: add-file-issue
-- Keeps a row that was rejected or changed.
insert into data_import_issues (import_id, row, position, column_name, value, made, rule, effect, reason, text)
values (@Import, @Row, @Position, @Column, @Value, @Made, @Rule, @Effect, @Reason, @Text);

-- name: count-rows
-- Notes how far an import is.
update data_imports set rows = rows + @Rows, lines = lines + @Lines, unchanged = unchanged + @Unchanged, rejected = rejected + @Rejected, changed = changed + @Changed where id = @Import;

-- name: note-position
-- Notes the last row of the file that is behind an import.
update data_import_jobs set done = @Done where id = @Job;

-- name: give-events-up
-- Gives some events that an import had taken over to the imports that had them before.
delete from data_event_takings
where by_import = @Import and event_id in (select event_id from data_event_takings where by_import = @Import order by event_id limit 500);

-- name: drop-events
-- Removes some events of an import.
delete from data_events where id in (select id from data_events where import_id = @Import limit 500);

-- name: drop-consents
-- Removes some consents of an import.
delete from data_consents where id in (select id from data_consents where import_id = @Import limit 500);

-- name: drop-returns
-- Removes some returned lines of an import.
delete from data_returns where id in (select id from data_returns where import_id = @Import limit 500);

-- name: drop-suppressions
-- Removes some suppressions of an import.
delete from data_suppressions where id in (select id from data_suppressions where import_id = @Import limit 500);

-- name: drop-engagement
-- Removes some engagement of an import.
delete from data_engagement where id in (select id from data_engagement where import_id = @Import limit 500);

-- name: drop-ads
-- Removes some ads of an import.
delete from data_ads where id in (select id from data_ads where import_id = @Import limit 500);

-- name: drop-ad-results
-- Removes some results of ads of an import.
delete from data_ad_results where id in (select id from data_ad_results where import_id = @Import limit 500);

-- name: drop-stock
-- Removes some levels of stock of an import.
delete from data_stock_levels
where import_id = @Import and product_id in (select product_id from data_stock_levels where import_id = @Import limit 500);

-- name: drop-staged-customers
-- Removes some staged customers of an import.
delete from data_staged_customers where id in (select id from data_staged_customers where import_id = @Import limit 500);

-- name: drop-former-names
-- Removes some of what an import replaced within itself.
delete from data_former_names
where import_id = @Import and key in (select key from data_former_names where import_id = @Import limit 500);

-- name: drop-staged-products
-- Removes some staged products of an import.
delete from data_staged_products where id in (select id from data_staged_products where import_id = @Import limit 500);

-- name: drop-issues
-- Removes some issues of an import.
delete from data_import_issues
where import_id = @Import and row in (select row from data_import_issues where import_id = @Import order by row limit 500);
