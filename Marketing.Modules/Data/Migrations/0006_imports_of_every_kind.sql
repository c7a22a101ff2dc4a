-- One row a file that is looked at, waits for its import or is at work: what is needed to go on after a restart. state: 0 draft, 1 waiting, 2 working,
-- 3 done, 4 refused, 5 cancelled. done is the last row of the file that is behind it, headers are the names of its columns.
create table data_import_jobs (
    id integer not null primary key,
    import_id integer references data_imports (id),
    name text not null,
    actor text not null,
    kind text not null,
    path text not null,
    owned integer not null check (owned in (0, 1)),
    plan text not null,
    headers text not null,
    state integer not null,
    queued_at integer not null,
    finished_at integer,
    done integer not null,
    message text
);

create index data_import_jobs_by_state on data_import_jobs (state, id);

-- Columns of a file by the fields of its kind, remembered under a name and found again by the header.
create table data_import_mappings (
    name text not null primary key,
    kind text not null,
    fingerprint text not null,
    plan text not null,
    actor text not null,
    saved_at integer not null
) without rowid;

create index data_import_mappings_by_header on data_import_mappings (fingerprint, saved_at);

-- Addresses to which the previous tool no longer sent, also of people whom the shop does not know yet.
create table data_suppressions (
    id integer not null primary key,
    address text not null,
    channel text not null,
    reason text not null,
    at integer not null,
    import_id integer not null references data_imports (id)
);

create index data_suppressions_by_address on data_suppressions (address);

create index data_suppressions_by_import on data_suppressions (import_id);

-- What became of mails of the previous tool. kind: sent, delivered, open, click, bounce, complaint, unsubscribe.
create table data_engagement (
    id integer not null primary key,
    customer_id integer not null references data_customers (id),
    kind text not null,
    campaign text not null,
    url text,
    at integer not null,
    import_id integer not null references data_imports (id)
);

create index data_engagement_by_customer on data_engagement (customer_id, at);

create index data_engagement_by_import on data_engagement (import_id);

-- Ads as a platform knows them; of several visible rows of one code the newest holds.
create table data_ads (
    id integer not null primary key,
    code text not null,
    name text not null,
    platform text not null,
    campaign text not null,
    product_id integer references data_products (id),
    title text,
    body text,
    image text,
    url text,
    import_id integer not null references data_imports (id)
);

create index data_ads_by_code on data_ads (code);

create index data_ads_by_import on data_ads (import_id);

-- Money in minor units of the shop's currency.
create table data_ad_results (
    id integer not null primary key,
    ad_code text not null,
    platform text not null,
    at integer not null,
    impressions integer,
    clicks integer,
    conversions integer,
    cost integer,
    revenue integer,
    import_id integer not null references data_imports (id)
);

create index data_ad_results_by_code on data_ad_results (ad_code, at);

create index data_ad_results_by_import on data_ad_results (import_id);

-- Customers as a file has them (null leaves a field), and what stood there before. An import merges them, taking it back restores
-- the fields that still hold what it wrote.
create table data_staged_customers (
    id integer not null primary key,
    import_id integer not null references data_imports (id),
    key text not null,
    email text,
    phone text,
    name text,
    country text,
    city text,
    language text,
    created_at integer,
    tags text,
    customer_id integer references data_customers (id),
    merged integer not null default 0 check (merged in (0, 1)),
    before_email text,
    before_phone text,
    before_name text,
    before_country text,
    before_city text,
    before_language text,
    before_created_at integer,
    before_tags text,
    unique (import_id, key)
);

-- Products as a file has them, and what stood there before. stock_at is the time of the level in stock.
create table data_staged_products (
    id integer not null primary key,
    import_id integer not null references data_imports (id),
    code text not null,
    name text,
    category text,
    brand text,
    price integer,
    cost integer,
    image text,
    url text,
    description text,
    active integer,
    stock integer,
    stock_at integer,
    lead_days real,
    product_id integer references data_products (id),
    merged integer not null default 0 check (merged in (0, 1)),
    before_name text,
    before_category text,
    before_brand text,
    before_price integer,
    before_cost integer,
    before_image text,
    before_url text,
    before_description text,
    before_active integer,
    before_stock integer,
    before_lead_days real,
    before_simulated text,
    unique (import_id, code)
);

create index data_events_by_import on data_events (import_id) where import_id is not null;

create index data_consents_by_import on data_consents (import_id) where import_id is not null;

create index data_stock_levels_by_import on data_stock_levels (import_id);
