-- Messages that still say to whom and what, by the time of their latest state: the run that ends what is old goes through them once.
create index execution_messages_by_change on execution_messages (changed_at) where address <> '' or subject <> '';
