-- A turn in which demand was foretold; is_done once every product's forecast is kept. from_day counts from 0001-01-01. spread and accuracy are JSON.
create table model_demand_turns (
    id integer not null primary key,
    run_id integer not null unique,
    from_day integer not null,
    horizon_days integer not null,
    origins integer not null,
    spread text not null,
    accuracy text not null,
    cpu_seconds real not null,
    is_done integer not null check (is_done in (0, 1))
);

-- mean holds a 32-bit number a day, the lowest byte first; errors is JSON.
create table model_demand_products (
    turn_id integer not null references model_demand_turns (id),
    product_id integer not null,
    method text not null,
    basis integer not null,
    errors text not null,
    mean blob not null,
    primary key (turn_id, product_id)
) without rowid;
