-- state: 1 draft, 2 running, 3 paused, 4 ended. pricing: 1 free, 2 each click, 3 each thousand shows. placements: codes as JSON.
-- Money is minor units; what is spent is counted in thousandths of them, since one show of a thousand costs no whole unit.
create table execution_ad_campaigns (
    id integer not null primary key,
    name text not null,
    audience text,
    starts_at integer,
    ends_at integer,
    daily_budget integer,
    total_budget integer,
    pricing integer not null,
    price integer not null,
    cap_shows integer,
    cap_days integer not null,
    holdout_share real not null,
    paces integer not null check (paces in (0, 1)),
    placements text not null,
    state integer not null,
    version integer not null,
    actor text not null,
    created_at integer not null
);

-- What a campaign pays and since when, so that shows are counted at the price of their time.
create table execution_ad_prices (
    campaign_id integer not null references execution_ad_campaigns (id),
    since integer not null,
    pricing integer not null,
    price integer not null,
    primary key (campaign_id, since)
);

create table execution_ads (
    id integer not null primary key,
    campaign_id integer not null references execution_ad_campaigns (id),
    name text not null,
    headline text not null,
    body text not null,
    image text,
    target text not null,
    active integer not null check (active in (0, 1))
);

create index execution_ads_by_campaign on execution_ads (campaign_id);

-- surface: 1 shop, 2 mail, 3 network.
create table execution_ad_placements (
    code text not null primary key,
    name text not null,
    surface integer not null,
    places integer not null
);

-- Counted out of the decision ledger. day is the shop's, as a number of days since 0001-01-01. Shows, clicks, orders and margin stand on
-- the day of the show; click_mills, what clicks cost, on the day of the click, so that no day holds more than its budget.
create table execution_ad_days (
    day integer not null,
    campaign_id integer not null references execution_ad_campaigns (id),
    ad_id integer not null references execution_ads (id),
    placement text not null,
    policy text not null,
    held_out integer not null check (held_out in (0, 1)),
    shows integer not null,
    clicks integer not null,
    orders integer not null,
    margin integer not null,
    show_mills integer not null,
    click_mills integer not null,
    primary key (day, campaign_id, ad_id, placement, policy, held_out)
);

-- What a click cost, once a decision. 0 where no money was left for it.
create table execution_ad_charges (
    decision_id integer not null primary key,
    day integer not null,
    campaign_id integer not null references execution_ad_campaigns (id),
    ad_id integer not null references execution_ads (id),
    placement text not null,
    policy text not null,
    mills integer not null
);

create index execution_ad_charges_by_day on execution_ad_charges (day, campaign_id);

-- Results as networks tell them. ad_id is 0 where a network names none.
create table execution_ad_results (
    day integer not null,
    campaign_id integer not null references execution_ad_campaigns (id),
    placement text not null,
    ad_id integer not null,
    shows integer not null,
    clicks integer not null,
    orders integer not null,
    margin integer not null,
    spend integer not null,
    primary key (day, campaign_id, placement, ad_id)
);

-- counted: the last decision that is in execution_ad_days, and up to when everything is. changes grows with every change of campaigns,
-- advertisements and placements, so that another process sees that there was one.
create table execution_ad_marks (
    id integer not null primary key check (id = 1),
    counted integer not null,
    counted_to integer,
    changes integer not null
);

insert into execution_ad_marks (id, counted, counted_to, changes) values (1, 0, null, 0);
