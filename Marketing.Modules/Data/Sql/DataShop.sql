-- name: read-shop
-- The profile of the shop, at most one row.
select name as Name, currency as Currency, time_zone as TimeZone, is_demo as IsDemo, assumed_margin as AssumedMargin,
    public_address as PublicAddress, clock_offset_ms as ClockOffsetMs
from data_shop
where id = 1;

-- name: save-shop
-- Writes the one row of the profile.
insert into data_shop (id, name, currency, time_zone, is_demo, assumed_margin, public_address, clock_offset_ms)
values (1, @Name, @Currency, @TimeZone, @IsDemo, @AssumedMargin, @PublicAddress, @ClockOffsetMs)
on conflict (id) do update set
    name = excluded.name,
    currency = excluded.currency,
    time_zone = excluded.time_zone,
    is_demo = excluded.is_demo,
    assumed_margin = excluded.assumed_margin,
    public_address = excluded.public_address,
    clock_offset_ms = excluded.clock_offset_ms;

-- name: has-orders
-- 1 when any order of an applied import is there.
select exists (
    select 1
    from data_orders
    where import_id in (select id from data_imports where state = @Applied));
