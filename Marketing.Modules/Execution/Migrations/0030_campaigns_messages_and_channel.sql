-- state: 1 draft, 2 scheduled, 3 sending, 4 done, 5 stopped. all_queued tells whether everybody has been decided for and every
-- message is in execution_messages; members, holdout and suppressed count the decisions then.
create table execution_campaigns (
    id integer not null primary key,
    name text not null,
    audience text not null,
    subject text not null,
    body text not null,
    holdout_share real not null,
    products integer not null,
    state integer not null,
    actor text not null,
    created_at integer not null,
    send_at integer,
    all_queued integer not null check (all_queued in (0, 1)),
    members integer not null,
    holdout integer not null,
    suppressed integer not null
);

create index execution_campaigns_by_state on execution_campaigns (state, send_at);

-- state: 1 queued, 2 sending, 3 delivered, 4 failed, 5 in doubt, 6 cancelled. body is the HTML part, compressed with Brotli.
-- channel and sender are those of the latest attempt. reported is the latest state that the decision ledger knows; 0 for none.
create table execution_messages (
    id integer not null primary key,
    campaign_id integer not null references execution_campaigns (id),
    decision_id integer not null unique,
    customer_id integer not null,
    address text not null,
    subject text not null,
    body blob not null,
    state integer not null,
    attempts integer not null,
    channel text,
    sender text,
    queued_at integer not null,
    due_at integer not null,
    changed_at integer not null,
    reported integer not null,
    error text
);

create index execution_messages_by_campaign on execution_messages (campaign_id, state);
create index execution_messages_by_state on execution_messages (state, due_at);
create index execution_messages_unreported on execution_messages (id) where reported <> state;

create table execution_channel (
    id integer not null primary key check (id = 1),
    live integer not null check (live in (0, 1)),
    host text,
    port integer not null,
    security text not null,
    user_name text,
    password text,
    sender text not null,
    sender_name text not null
);
