-- What an import brings, and through which door. The live senders (an API key, a webhook, the tracking script) have one standing
-- import each, of kind 'live', so that what they sent can be hidden and shown like a file.
alter table data_imports add column kind text not null default 'orders';

alter table data_imports add column door integer not null default 1;

create unique index data_imports_by_sender on data_imports (door, name) where kind = 'live';

alter table data_customers add column phone text;

alter table data_customers add column city text;

alter table data_customers add column created_at integer;

alter table data_customers add column tags text not null default '[]';

alter table data_customers add column attributes text not null default '{}';

-- Erased at the person's request: nothing that tells who it was is left in the row.
alter table data_customers add column erased_at integer;

create index data_customers_by_email on data_customers (email) where email is not null;

alter table data_products add column brand text;

-- List price in minor units, as the shop says it; what was paid stands in the order lines.
alter table data_products add column price integer;

alter table data_products add column image text;

alter table data_products add column url text;

alter table data_products add column description text;

alter table data_products add column active integer not null default 1 check (active in (0, 1));

alter table data_products add column attributes text not null default '{}';

alter table data_products add column lead_days real;

create table data_stock_levels (
    product_id integer not null references data_products (id),
    at integer not null,
    units integer not null,
    import_id integer not null references data_imports (id),
    primary key (product_id, at, import_id)
) without rowid;

-- A cancelled order is stored, but is no sale. content_hash tells a repetition from a change.
alter table data_orders add column status text not null default 'done';

alter table data_orders add column coupon text;

alter table data_orders add column payment text;

alter table data_orders add column shipping integer;

alter table data_orders add column discount integer;

alter table data_orders add column content_hash blob;

alter table data_order_lines add column discount integer;

-- The sender's id of a return.
alter table data_returns add column content_hash blob;

-- Somebody not known by name: the first-party id of a browser. customer_id once identified.
create table data_visitors (
    id integer not null primary key,
    key text not null unique,
    customer_id integer references data_customers (id),
    linked_at integer
);

create index data_visitors_by_customer on data_visitors (customer_id) where customer_id is not null;

-- kind: 1 view, 2 cart, 3 page, 4 search, 5 checkout, 6 purchase, 7 identify, 8 remove from cart, 9 a name of the shop's own.
alter table data_events add column visitor_id integer references data_visitors (id);

alter table data_events add column session text;

alter table data_events add column name text;

alter table data_events add column quantity real;

alter table data_events add column amount integer;

alter table data_events add column detail text;

alter table data_events add column bot integer not null default 0 check (bot in (0, 1));

alter table data_events add column received_at integer;

-- First 128 bits of SHA-256 over sender and the sender's id.
alter table data_events add column key blob;

create unique index data_events_by_key on data_events (key) where key is not null;

create index data_events_by_visitor on data_events (visitor_id, at) where visitor_id is not null;

-- Lawful basis: consent, contract, legitimate-interest, legal-obligation.
alter table data_consents add column basis text not null default 'consent';

-- Items kept apart until somebody has looked: what it was, why, and the item as it came.
create table data_quarantine (
    id integer not null primary key,
    import_id integer not null references data_imports (id),
    item_kind text not null,
    item_id text not null,
    field text not null,
    reason text not null,
    item text not null,
    received_at integer not null,
    state integer not null,
    unique (import_id, item_kind, item_id)
);

-- Units of a currency for one unit of the shop's, from a day on.
create table data_currency_rates (
    currency text not null,
    day text not null,
    rate real not null check (rate > 0),
    primary key (currency, day)
) without rowid;
