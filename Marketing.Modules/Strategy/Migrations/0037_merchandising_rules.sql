-- Books of merchandising rules as they were published; the highest version is in force. Times are UTC milliseconds.
create table strategy_rule_books (
    version integer not null primary key check (version > 0),
    at integer not null,
    actor text not null,
    note text not null,
    book text not null
);
