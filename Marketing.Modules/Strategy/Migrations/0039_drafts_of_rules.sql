-- The book of merchandising rules that a person is at work on, until they publish or discard it; one a person.
create table strategy_rule_drafts (
    actor text not null primary key,
    based_on integer not null,
    book text not null
);
