-- Addresses under which shop systems report. kind: 1 Shopify, 2 WooCommerce, 3 signed by our own rule. secret is encrypted; null
-- while the shop system's secret is not entered yet, and then every delivery is refused.
create table data_webhooks (
    id integer not null primary key,
    name text not null unique,
    kind integer not null,
    secret text,
    enabled integer not null check (enabled in (0, 1)),
    created_at integer not null,
    refused integer not null,
    refused_at integer,
    refused_reason text
);

-- One row a delivery whose signature was right. key is the shop system's id of it; body_hash guards against the same body under
-- another id, since the id is not signed. state: 1 taken, 2 nothing to do, 3 quarantined, 4 request about a person.
create table data_webhook_deliveries (
    id integer not null primary key,
    webhook_id integer not null references data_webhooks (id),
    key text not null,
    body_hash blob not null,
    topic text not null,
    at integer not null,
    bytes integer not null,
    items integer not null,
    state integer not null,
    reason text,
    unique (webhook_id, key)
);

create index data_webhook_deliveries_by_body on data_webhook_deliveries (webhook_id, body_hash);
create index data_webhook_deliveries_by_time on data_webhook_deliveries (webhook_id, at);

-- How new the newest known state of an order, a customer or a product is: deliveries overtake one another.
create table data_webhook_versions (
    webhook_id integer not null references data_webhooks (id),
    kind text not null,
    resource text not null,
    changed_at integer not null,
    primary key (webhook_id, kind, resource)
) without rowid;

-- Product codes under which a shop system's product is sold: a deletion names only the product.
create table data_webhook_codes (
    webhook_id integer not null references data_webhooks (id),
    product text not null,
    code text not null,
    primary key (webhook_id, product, code)
) without rowid;

-- Shops whose pages carry the tracking script. site_key is public; secret signs customer numbers at the shop's server and is
-- encrypted; origins are separated by line feeds.
create table data_tracked_sites (
    id integer not null primary key,
    name text not null unique,
    site_key text not null unique,
    secret text not null,
    origins text not null,
    enabled integer not null check (enabled in (0, 1)),
    created_at integer not null
);
