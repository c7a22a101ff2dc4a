-- What each learning of contact policies found, and the policy that may act: method, parameters and state are null where none may. state is sealed
-- and goes after some more learnings; findings is JSON and holds no person. mark says what the ledger and the settings were.
create table strategy_contact_policies (
    id integer not null primary key autoincrement,
    at integer not null,
    method text,
    parameters text not null,
    state blob,
    findings text not null,
    mark text not null
);

-- Whether contact policies are switched off; one row once somebody did.
create table strategy_contact_switch (
    id integer not null primary key check (id = 1),
    is_off integer not null check (is_off in (0, 1)),
    actor text not null,
    at integer not null,
    reason text not null
);
