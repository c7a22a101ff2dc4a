-- Removing an order asks which corrected lines joined it; without an index each removal would read all of them.
create index data_import_corrections_by_order on data_import_corrections (order_id) where order_id is not null;

-- A corrected return is looked for among the returns of its number.
create index data_returns_by_number on data_returns (number);
