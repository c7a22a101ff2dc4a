-- name: customer-range
-- Ids of the staged customers of an import.
select coalesce(min(id), 0) as First, coalesce(max(id), -1) as Last from data_staged_customers where import_id = @Import;

-- name: product-range
-- Ids of the staged products of an import.
select coalesce(min(id), 0) as First, coalesce(max(id), -1) as Last from data_staged_products where import_id = @Import;

-- name: suppression-range
-- Ids of the suppressions of an import.
select coalesce(min(id), 0) as First, coalesce(max(id), -1) as Last from data_suppressions where import_id = @Import;

-- name: created-range
-- Ids of the customers that an import created.
select coalesce(min(id), 0) as First, coalesce(max(id), -1) as Last from data_customers where import_id = @Import;

-- name: taken-until
-- The last of the next events that an import had taken over from others.
select max(event_id) from (select event_id from data_event_takings where by_import = @Import and event_id > @After order by event_id limit @Take);

-- name: give-events-back
-- Gives some events back to the imports that had them before.
update data_events
set import_id = (select t.from_import from data_event_takings t where t.event_id = data_events.id and t.by_import = @Import)
where import_id = @Import and id in (select event_id from data_event_takings where by_import = @Import and event_id > @After and event_id <= @Until);

-- name: take-events-again
-- Takes some events over again, where no visible import has them.
update data_events set import_id = @Import
where id in (select event_id from data_event_takings where by_import = @Import and event_id > @After and event_id <= @Until)
    and import_id in (select id from data_imports where state in (3, 4));

-- name: create-customers
-- Adds staged customers that the shop did not know; those erased since they were merged stay away.
insert into data_customers (key, country, simulated, import_id)
select key, '', '', import_id from data_staged_customers
where import_id = @Import and merged = 0 and id between @From and @To
    and not exists (select 1 from data_customers e where e.id = data_staged_customers.customer_id and e.erased_at is not null)
on conflict (key) do nothing;

-- name: remember-customers
-- Keeps what stood in a customer's fields before the merge.
update data_staged_customers
set customer_id = c.id, before_email = c.email, before_phone = c.phone, before_name = c.name, before_country = c.country,
    before_city = c.city, before_postcode = c.postcode, before_language = c.language, before_created_at = c.created_at, before_tags = c.tags
from data_customers c
where c.key = data_staged_customers.key and c.erased_at is null
    and data_staged_customers.import_id = @Import and merged = 0 and data_staged_customers.id between @From and @To;

-- name: remember-former-names
-- Keeps what customers are no longer known by after the merge.
insert into data_former_names (key, kind, text, import_id)
select key, 'email', before_email, import_id from data_staged_customers
where customer_id is not null and before_email is not null and email is not null and before_email <> email and import_id = @Import and merged = 0 and id between @From and @To
union all
select key, 'phone', before_phone, import_id from data_staged_customers
where customer_id is not null and before_phone is not null and phone is not null and before_phone <> phone and import_id = @Import and merged = 0 and id between @From and @To
union all
select key, 'name', before_name, import_id from data_staged_customers
where customer_id is not null and before_name is not null and name is not null and before_name <> name and import_id = @Import and merged = 0 and id between @From and @To
on conflict do nothing;

-- name: merge-customers
-- Writes the fields that a file has into the customers.
update data_customers
set email = coalesce(s.email, data_customers.email), phone = coalesce(s.phone, data_customers.phone), name = coalesce(s.name, data_customers.name),
    country = coalesce(s.country, data_customers.country), city = coalesce(s.city, data_customers.city), postcode = coalesce(s.postcode, data_customers.postcode),
    language = coalesce(s.language, data_customers.language), created_at = coalesce(s.created_at, data_customers.created_at),
    tags = coalesce(s.tags, data_customers.tags)
from data_staged_customers s
where s.customer_id = data_customers.id and s.import_id = @Import and s.merged = 0 and s.id between @From and @To
    and data_customers.erased_at is null;

-- name: mark-customers
-- Notes that staged customers are merged, or no longer.
update data_staged_customers set merged = @Merged
where import_id = @Import and customer_id is not null and id between @From and @To;

-- name: restore-customers
-- Gives customers back what stood in the fields that still hold what the import wrote.
update data_customers
set email = case when data_customers.email = s.email then s.before_email else data_customers.email end,
    phone = case when data_customers.phone = s.phone then s.before_phone else data_customers.phone end,
    name = case when data_customers.name = s.name then s.before_name else data_customers.name end,
    country = case when data_customers.country = s.country then s.before_country else data_customers.country end,
    city = case when data_customers.city = s.city then s.before_city else data_customers.city end,
    postcode = case when data_customers.postcode = s.postcode then s.before_postcode else data_customers.postcode end,
    language = case when data_customers.language = s.language then s.before_language else data_customers.language end,
    created_at = case when data_customers.created_at = s.created_at then s.before_created_at else data_customers.created_at end,
    tags = case when data_customers.tags = s.tags then s.before_tags else data_customers.tags end
from data_staged_customers s
where s.customer_id = data_customers.id and s.import_id = @Import and s.merged = 1 and s.id between @From and @To
    and data_customers.erased_at is null;

-- name: create-products
-- Adds staged products that the shop did not know.
insert into data_products (code, name, category, simulated, import_id)
select code, '', '', '', import_id from data_staged_products
where import_id = @Import and merged = 0 and id between @From and @To
on conflict (code) do nothing;

-- name: remember-products
-- Keeps what stood in a product's fields before the merge.
update data_staged_products
set product_id = p.id, before_name = p.name, before_category = p.category, before_brand = p.brand, before_price = p.price,
    before_cost = p.cost, before_image = p.image, before_url = p.url, before_description = p.description, before_active = p.active,
    before_stock = p.stock, before_lead_days = p.lead_days, before_simulated = p.simulated
from data_products p
where p.code = data_staged_products.code
    and data_staged_products.import_id = @Import and merged = 0 and data_staged_products.id between @From and @To;

-- name: merge-products
-- Writes the fields that a file has into the products; a level of stock only where no newer one is visible.
update data_products
set name = coalesce(s.name, data_products.name), category = coalesce(s.category, data_products.category), brand = coalesce(s.brand, data_products.brand),
    price = coalesce(s.price, data_products.price), cost = coalesce(s.cost, data_products.cost), image = coalesce(s.image, data_products.image),
    url = coalesce(s.url, data_products.url), description = coalesce(s.description, data_products.description),
    active = coalesce(s.active, data_products.active), lead_days = coalesce(s.lead_days, data_products.lead_days),
    stock = case
        when s.stock is null or exists (
            select 1 from data_stock_levels l
            join data_imports i on i.id = l.import_id and i.state = @Applied
            where l.product_id = data_products.id and l.at > s.stock_at and l.import_id <> s.import_id) then data_products.stock
        else s.stock
    end,
    simulated = trim(replace(
        case when s.cost is null then data_products.simulated else replace(data_products.simulated, 'cost', '') end,
        case when s.stock is null then ' ' else 'stock' end,
        case when s.stock is null then ' ' else '' end))
from data_staged_products s
where s.product_id = data_products.id and s.import_id = @Import and s.merged = 0 and s.id between @From and @To;

-- name: mark-products
-- Notes that staged products are merged, or no longer.
update data_staged_products set merged = @Merged
where import_id = @Import and product_id is not null and id between @From and @To;

-- name: restore-products
-- Gives products back what stood in the fields that still hold what the import wrote.
update data_products
set name = case when data_products.name = s.name then s.before_name else data_products.name end,
    category = case when data_products.category = s.category then s.before_category else data_products.category end,
    brand = case when data_products.brand = s.brand then s.before_brand else data_products.brand end,
    price = case when data_products.price = s.price then s.before_price else data_products.price end,
    cost = case when data_products.cost = s.cost then s.before_cost else data_products.cost end,
    image = case when data_products.image = s.image then s.before_image else data_products.image end,
    url = case when data_products.url = s.url then s.before_url else data_products.url end,
    description = case when data_products.description = s.description then s.before_description else data_products.description end,
    active = case when data_products.active = s.active then s.before_active else data_products.active end,
    stock = case when data_products.stock = s.stock then s.before_stock else data_products.stock end,
    lead_days = case when data_products.lead_days = s.lead_days then s.before_lead_days else data_products.lead_days end,
    simulated = case when data_products.cost = s.cost or data_products.stock = s.stock then s.before_simulated else data_products.simulated end
from data_staged_products s
where s.product_id = data_products.id and s.import_id = @Import and s.merged = 1 and s.id between @From and @To;

-- name: hidden-suppressions
-- Addresses of erased people on the list of suppressions.
select distinct address from data_suppressions where address >= 'erased:' and address < 'erased;';

-- name: erased-keys
-- Hashes of the numbers, addresses and telephone numbers of erased people.
select salt as Salt, hash as Hash, at as At from data_erased;

-- name: known-addresses
-- Addresses of all customers.
select distinct email from data_customers where email is not null and erased_at is null;

-- name: staged-addresses
-- Addresses that an import gives to customers.
select distinct email from data_staged_customers where import_id = @Import and email is not null;

-- name: created-addresses
-- Addresses of the customers that an import created.
select distinct email from data_customers where import_id = @Import and email is not null and erased_at is null;

-- name: refuse-known
-- Writes the no of suppressed addresses for the customers that have them. @Hidden has pairs of an address and of what hides it on the list.
insert into data_consents (customer_id, purpose, channel, granted, at, source, wording, simulated, import_id, basis)
select c.id, @Purpose, x.channel, 0, x.at, 'previous tool', x.reason, 0, x.import_id, 'consent'
from data_suppressions x
join data_customers c on c.erased_at is null
    and c.email in (select x.address union all select h.value ->> 0 from json_each(@Hidden) h where h.value ->> 1 = x.address)
where x.import_id = @Import and x.id between @From and @To
    and not exists (select 1 from data_consents k where k.customer_id = c.id and k.import_id = x.import_id and k.channel = x.channel);

-- name: refuse-staged
-- Writes the no of suppressed addresses for customers that a file brought or gave an address.
insert into data_consents (customer_id, purpose, channel, granted, at, source, wording, simulated, import_id, basis)
select c.id, @Purpose, x.channel, 0, x.at, 'previous tool', x.reason, 0, x.import_id, 'consent'
from data_staged_customers s
join data_customers c on c.id = s.customer_id and c.erased_at is null
join data_suppressions x on x.address in (select c.email union all select h.value ->> 1 from json_each(@Hidden) h where h.value ->> 0 = c.email)
where s.import_id = @Import and s.id between @From and @To
    and not exists (select 1 from data_consents k where k.customer_id = c.id and k.import_id = x.import_id and k.channel = x.channel);

-- name: refuse-created
-- Writes the no of suppressed addresses for customers that an import created for its facts.
insert into data_consents (customer_id, purpose, channel, granted, at, source, wording, simulated, import_id, basis)
select c.id, @Purpose, x.channel, 0, x.at, 'previous tool', x.reason, 0, x.import_id, 'consent'
from data_customers c
join data_suppressions x on x.address in (select c.email union all select h.value ->> 1 from json_each(@Hidden) h where h.value ->> 0 = c.email)
where c.import_id = @Import and c.id between @From and @To and c.erased_at is null
    and not exists (select 1 from data_consents k where k.customer_id = c.id and k.import_id = x.import_id and k.channel = x.channel);
