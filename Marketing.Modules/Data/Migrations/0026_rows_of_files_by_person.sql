-- An erasure looks for one person's rows among those of every customer file.
create index data_staged_customers_by_customer on data_staged_customers (customer_id) where customer_id is not null;
create index data_staged_customers_by_email on data_staged_customers (email) where email is not null;
