-- What a list of a visitor refers to may be a text of nothing once the list has ended; let go of again, it gets a new number.
create trigger data_decisions_gone after delete on data_decisions
begin
    delete from data_loose_texts where text_id in (old.reasons_id, old.context_id);
    insert into data_loose_texts (text_id) values (old.reasons_id), (old.context_id) on conflict (text_id) do nothing;
end;
