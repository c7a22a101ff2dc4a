-- Files of customers whose rows, with what stood there before, have ended: nothing can take them back or show them again.
alter table data_imports add column rows_ended integer not null default 0;

update data_imports set rows_ended = 1
where kind = 'customers' and state in (2, 4) and lines > 0
    and not exists (select 1 from data_staged_customers s where s.import_id = data_imports.id);

-- Why an item waits: a code with its arguments, told in the reader's words; reason keeps the English of whoever sent it. Older items have none.
alter table data_quarantine add column why text not null default '';

-- Decisions that grow old are found by their time.
create index data_decisions_by_at on data_decisions (at);

-- How far old decisions have lost their reasons: those up to the id seen that were made before the instant have.
create table data_reasons_ended (
    id integer not null primary key check (id = 1),
    before integer not null,
    seen integer not null
);

insert into data_reasons_ended (id, before, seen) values (1, 0, 0);

-- Texts that a decision let go of: only these can be texts of nothing. A text let go of again gets a new number.
create table data_loose_texts (
    number integer not null primary key autoincrement,
    text_id integer not null unique references data_decision_texts (id)
);

insert into data_loose_texts (text_id)
select id from data_decision_texts
where length(body) > 2 and id not in (
    select reasons_id from data_decisions
    union all
    select context_id from data_decisions
    union all
    select candidates_id from data_decision_frames);

create trigger data_decisions_let_go after update of reasons_id, context_id on data_decisions
begin
    insert or replace into data_loose_texts (text_id) values (old.reasons_id), (old.context_id);
end;
