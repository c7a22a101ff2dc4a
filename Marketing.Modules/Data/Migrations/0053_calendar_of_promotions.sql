-- The shop's calendar of promotions. scope: 1 the whole shop, 2 a category, 3 listed products; products is a JSON list of the shop's codes, since a product may be planned for before it is sold.
-- Days count from 0001-01-01; cut is a share of the usual price; times are the shop's clock.
create table data_promotions (
    id integer not null primary key,
    name text not null,
    scope integer not null check (scope in (1, 2, 3)),
    category text,
    products text not null,
    first_day integer not null,
    last_day integer not null,
    cut real not null check (cut > 0 and cut < 1),
    note text not null,
    entered_at integer not null,
    entered_by text not null,
    changed_at integer not null,
    changed_by text not null
);
