-- The messages of one person, for the erasure and the export of what is known of somebody.
create index execution_messages_by_customer on execution_messages (customer_id);
