-- A round in which everybody was scored; is_done once all are.
create table model_score_rounds (
    id integer not null primary key,
    run_id integer not null unique,
    as_of integer not null,
    horizon_days integer not null,
    churn_version integer not null references model_versions (id),
    spend_version integer not null references model_versions (id),
    is_done integer not null check (is_done in (0, 1))
);

-- churn is a probability, spend minor units of the shop's currency; next_order_days is null where fewer than half come back in the time that is looked ahead.
create table model_customer_scores (
    customer_id integer not null primary key,
    round_id integer not null references model_score_rounds (id),
    churn real not null check (churn between 0 and 1),
    next_order_days real,
    spend real not null
);

create index model_customer_scores_of_round on model_customer_scores (round_id);
