-- Texts that many decisions share, each once by its content (the first 128 bits of SHA-256): candidates, reasons, contexts.
create table data_decision_texts (
    id integer not null primary key,
    hash blob not null unique,
    body text not null
);

-- What all decisions of one run or campaign share that were made by the same policy for the same arm, each combination once.
-- kind: 1 recommendation, 2 send, 3 holdout, 4 suppress. Runs, models and campaigns are named by the ids of their modules.
create table data_decision_frames (
    id integer not null primary key,
    hash blob not null unique,
    kind integer not null,
    run_id integer,
    campaign_id integer,
    action text not null,
    policy text not null,
    model_id integer,
    arm text,
    consent_basis text,
    cost integer not null,
    candidates_id integer not null references data_decision_texts (id)
);

create index data_decision_frames_by_run on data_decision_frames (run_id, kind) where run_id is not null;

create index data_decision_frames_by_campaign on data_decision_frames (campaign_id, kind) where campaign_id is not null;

-- The ledger: one row a decision. products holds the chosen products with scores and the products that carried them, packed.
create table data_decisions (
    id integer not null primary key,
    frame_id integer not null references data_decision_frames (id),
    customer_id integer not null references data_customers (id),
    at integer not null,
    propensity real not null check (propensity > 0 and propensity <= 1),
    reasons_id integer not null references data_decision_texts (id),
    context_id integer not null references data_decision_texts (id),
    products blob not null
);

create index data_decisions_by_frame on data_decisions (frame_id, customer_id);

create index data_decisions_by_customer on data_decisions (customer_id);

create table data_outcomes (
    decision_id integer not null references data_decisions (id),
    kind text not null,
    at integer not null,
    value integer not null,
    primary key (decision_id, kind, at)
) without rowid;
