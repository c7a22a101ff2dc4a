-- Imports that a command beside the program that serves wants taken back or shown again: the program that serves does it, since it
-- keeps the picture of the shop.
create table data_import_wishes (
    import_id integer not null primary key references data_imports (id),
    undo integer not null check (undo in (0, 1)),
    actor text not null
);

-- Imports whose state has been turned, and whose customers, products and lines are still to follow: whoever dies in between goes on with it.
create table data_import_flips (
    import_id integer not null primary key references data_imports (id)
);

-- Events of an import that is taken back, brought by another one too: which import has them now, and which had them before, so that
-- they can be given back. Of several, each is kept.
create table data_event_takings (
    event_id integer not null references data_events (id) on delete cascade,
    by_import integer not null references data_imports (id),
    from_import integer not null references data_imports (id),
    primary key (event_id, by_import)
) without rowid;

create index data_event_takings_by_import on data_event_takings (by_import, event_id);

create trigger data_event_takings_added after insert on data_event_takings
begin
    update data_events set import_id = new.by_import where id = new.event_id;
end;

-- An import that never came in leaves the events to whoever had them before.
create trigger data_event_takings_removed after delete on data_event_takings
begin
    update data_events set import_id = old.from_import where id = old.event_id and import_id = old.by_import;
    update data_event_takings set from_import = old.from_import where event_id = old.event_id and from_import = old.by_import;
end;
