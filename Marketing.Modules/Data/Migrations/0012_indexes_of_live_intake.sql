-- A return sent again is found by its sender and id, an item in quarantine by its state.
create unique index data_returns_by_sender on data_returns (import_id, content_hash) where content_hash is not null;

create index data_quarantine_waiting on data_quarantine (state, id);
