-- The newest order by which a person on the erase list came back, noted when retention takes orders from their customers.
alter table data_customers add column returned_at integer;

-- An import that becomes visible looks for who was erased while it was read.
create index data_customers_erased on data_customers (erased_at) where erased_at is not null;
