-- The shop itself: one row.
create table data_shop (
    id integer not null primary key check (id = 1),
    name text not null,
    currency text not null,
    time_zone text not null,
    is_demo integer not null check (is_demo in (0, 1)),
    assumed_margin real,
    public_address text,
    clock_offset_ms integer not null
);

-- One row an imported file. Its orders and returns are visible only while its state is 2 (applied). A customer or product that
-- an import brought stays when the import is taken back or breaks, and is visible only through visible orders, returns or events.
create table data_imports (
    id integer not null primary key,
    name text not null,
    actor text not null,
    state integer not null,
    started_at integer not null,
    finished_at integer,
    file_hash text not null,
    file_bytes integer not null,
    rows integer not null,
    orders integer not null,
    lines integer not null,
    returns integer not null,
    anonymous integer not null,
    unchanged integer not null,
    rejected integer not null,
    changed integer not null,
    message text,
    seconds real not null,
    is_demo integer not null check (is_demo in (0, 1))
);

create table data_import_rules (
    import_id integer not null references data_imports (id),
    rule text not null,
    effect text not null,
    rows integer not null,
    primary key (import_id, rule, effect)
) without rowid;

create table data_import_issues (
    import_id integer not null references data_imports (id),
    row integer not null,
    position integer not null,
    column_name text,
    value text not null,
    rule text not null,
    effect text not null,
    reason text not null,
    text text not null,
    primary key (import_id, row, position)
) without rowid;

-- simulated names the fields that are made up for the demo shop, separated by spaces.
create table data_customers (
    id integer not null primary key,
    key text not null unique,
    country text not null,
    email text,
    name text,
    language text,
    simulated text not null,
    import_id integer references data_imports (id)
);

create table data_products (
    id integer not null primary key,
    code text not null unique,
    name text not null,
    category text not null,
    cost integer,
    stock integer,
    simulated text not null,
    import_id integer references data_imports (id)
);

-- A number is unique among visible orders only: an import that was taken back may hold it too.
create table data_orders (
    id integer not null primary key,
    number text not null,
    customer_id integer references data_customers (id),
    at integer not null,
    import_id integer not null references data_imports (id)
);

create index data_orders_by_number on data_orders (number);

create index data_orders_by_customer on data_orders (customer_id, at) where customer_id is not null;

create table data_order_lines (
    order_id integer not null references data_orders (id),
    position integer not null,
    product_id integer not null references data_products (id),
    quantity integer not null check (quantity > 0),
    unit_price integer not null check (unit_price >= 0),
    primary key (order_id, position)
) without rowid;

create table data_returns (
    id integer not null primary key,
    number text not null,
    customer_id integer references data_customers (id),
    product_id integer not null references data_products (id),
    at integer not null,
    quantity integer not null check (quantity > 0),
    unit_price integer not null check (unit_price >= 0),
    import_id integer not null references data_imports (id)
);

create index data_returns_by_customer on data_returns (customer_id, at) where customer_id is not null;

-- kind: 1 view, 2 cart. Events that came with an import are visible only while it is applied, like its orders.
create table data_events (
    id integer not null primary key,
    customer_id integer references data_customers (id),
    product_id integer references data_products (id),
    kind integer not null,
    at integer not null,
    simulated integer not null check (simulated in (0, 1)),
    import_id integer references data_imports (id)
);

create index data_events_by_customer on data_events (customer_id, at) where customer_id is not null;

-- Consent is a history: the newest row of a customer, purpose and channel holds. Consents that came with an import are visible
-- only while it is applied.
create table data_consents (
    id integer not null primary key,
    customer_id integer not null references data_customers (id),
    purpose text not null,
    channel text not null,
    granted integer not null check (granted in (0, 1)),
    at integer not null,
    source text not null,
    wording text not null,
    simulated integer not null check (simulated in (0, 1)),
    import_id integer references data_imports (id)
);

create index data_consents_by_customer on data_consents (customer_id, purpose, channel, at);

create table data_quality (
    id integer not null primary key,
    at integer not null,
    run_id integer,
    checks text not null
);
