-- How a file of orders was read: the names of its columns and its form, so that its rejected rows can be written as they stood.
create table data_import_readings (
    import_id integer not null primary key references data_imports (id),
    headers text not null,
    form text not null
);

-- Rows of an import that an earlier one had rejected: of_import and of_row name the rejected row. Where order_id is there, the row is
-- a line that joins an order of the shop: it stands in data_order_lines at its position as long as the import is applied.
create table data_import_corrections (
    id integer not null primary key,
    import_id integer not null references data_imports (id),
    of_import integer not null references data_imports (id),
    of_row integer not null,
    number text not null,
    order_id integer references data_orders (id),
    position integer,
    product_id integer references data_products (id),
    quantity integer,
    unit_price integer
);

create index data_import_corrections_by_import on data_import_corrections (import_id);

create index data_import_corrections_by_row on data_import_corrections (of_import, of_row);
