-- How placements choose their advertisements. stage: 0 withdrawn, 1 shadow, 2 five percent, 3 half, 4 in charge; goal: 1 click, 2 order, 3 margin.
-- state is what was learned from decisions up to read_to, of which explored says what exploring cost on explored_day (days from 0001-01-01), in minor units.
create table strategy_ad_policies (
    id integer not null primary key,
    placement text not null,
    method text not null,
    parameters text not null,
    goal integer not null check (goal in (1, 2, 3)),
    window_minutes integer not null check (window_minutes > 0),
    exploration_budget integer,
    reward_value real not null check (reward_value > 0),
    stage integer not null check (stage in (0, 1, 2, 3, 4)),
    since integer not null,
    actor text not null,
    state blob,
    places text not null,
    learned integer not null,
    read_to integer not null,
    learned_to integer,
    explored_day integer not null,
    explored real not null
);

create unique index strategy_ad_policies_in_charge on strategy_ad_policies (placement) where stage = 4;

create unique index strategy_ad_policies_challenging on strategy_ad_policies (placement) where stage in (1, 2, 3);

-- Whether advertising is switched off as a whole; one row once somebody did.
create table strategy_ad_switch (
    id integer not null primary key check (id = 1),
    is_off integer not null check (is_off in (0, 1)),
    actor text not null,
    at integer not null,
    reason text not null
);
