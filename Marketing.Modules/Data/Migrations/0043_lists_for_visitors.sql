-- A list that a shop shows to somebody whom it does not know is a decision of nobody's: customer_id is null there. Only the declaration
-- changes: no row of a long ledger is written again, and whoever is named is still one of data_customers.
alter table data_decisions alter column customer_id drop not null;
