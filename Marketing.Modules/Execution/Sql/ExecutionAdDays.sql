-- name: ad-marks
-- How far the ledger is counted.
select counted as Counted, counted_to as CountedTo from execution_ad_marks where id = 1;

-- name: set-ad-marks
-- Everything up to there is counted; unless somebody else counted meanwhile.
update execution_ad_marks set counted = @Counted, counted_to = @CountedTo where id = 1 and counted = @Before;

-- name: add-ad-shows
-- Counts shows in.
insert into execution_ad_days (day, campaign_id, ad_id, placement, policy, held_out, shows, clicks, orders, margin, show_mills, click_mills)
values (@Day, @Campaign, @Ad, @Placement, @Policy, @HeldOut, @Shows, 0, 0, 0, @Mills, 0)
on conflict (day, campaign_id, ad_id, placement, policy, held_out) do update set shows = shows + excluded.shows, show_mills = show_mills + excluded.show_mills;

-- name: ad-days
-- Counted days, in order.
select day as Day, campaign_id as Campaign, ad_id as Ad, placement as Placement, policy as Policy, held_out as HeldOut, shows as Shows, clicks as Clicks, orders as Orders, margin as Margin,
    show_mills as ShowMills, click_mills as ClickMills
from execution_ad_days
where day between @First and @Last and (@Campaign is null or campaign_id = @Campaign)
order by day, campaign_id, ad_id, placement, policy, held_out;

-- name: policy-placements
-- The placement that each policy served.
select distinct policy as Policy, placement as Placement from execution_ad_days where placement <> '' and policy <> '';

-- name: set-ad-outcomes
-- What came of the shows of a day, and what its clicks cost.
insert into execution_ad_days (day, campaign_id, ad_id, placement, policy, held_out, shows, clicks, orders, margin, show_mills, click_mills)
values (@Day, @Campaign, @Ad, @Placement, @Policy, @HeldOut, 0, @Clicks, @Orders, @Margin, 0, @ClickMills)
on conflict (day, campaign_id, ad_id, placement, policy, held_out) do update set clicks = excluded.clicks, orders = excluded.orders, margin = excluded.margin, click_mills = excluded.click_mills;

-- name: charge-click
-- What a click costs, once a decision.
insert into execution_ad_charges (decision_id, day, campaign_id, ad_id, placement, policy, mills) values (@Decision, @Day, @Campaign, @Ad, @Placement, @Policy, @Mills)
on conflict (decision_id) do nothing;

-- name: charged-clicks
-- Those of the decisions whose click is charged already.
select decision_id from execution_ad_charges where decision_id in @Decisions;

-- name: ad-charges
-- What clicks cost, by day and advertisement; of days whose charges are let go, what was kept of them.
select day as Day, campaign_id as Campaign, ad_id as Ad, placement as Placement, policy as Policy, sum(mills) as Mills
from execution_ad_charges
where day between @First and @Last and day >= (select charged_from from execution_ad_marks where id = 1)
group by day, campaign_id, ad_id, placement, policy
union all
select day, campaign_id, ad_id, placement, policy, click_mills
from execution_ad_days
where day between @First and @Last and day < (select charged_from from execution_ad_marks where id = 1) and held_out = 0;

-- name: charged-from
-- The first day of which charges are kept one by one.
select charged_from from execution_ad_marks where id = 1;

-- name: sum-ad-charges
-- What clicks of days cost, by day and advertisement, into the days, before the charges are let go; beside what was let go of a day before, as where a clock was set back.
insert into execution_ad_days (day, campaign_id, ad_id, placement, policy, held_out, shows, clicks, orders, margin, show_mills, click_mills)
select day, campaign_id, ad_id, placement, policy, 0, 0, 0, 0, 0, 0, sum(mills)
from execution_ad_charges
where day < @Day
group by day, campaign_id, ad_id, placement, policy
on conflict (day, campaign_id, ad_id, placement, policy, held_out) do update
set click_mills = excluded.click_mills + case when excluded.day < (select charged_from from execution_ad_marks where id = 1) then click_mills else 0 end;

-- name: let-ad-charges-go
-- Charges of clicks that can be neither charged again nor counted anew.
delete from execution_ad_charges where day < @Day;

-- name: set-charged-from
-- Moves the first day of which charges are kept.
update execution_ad_marks set charged_from = @Day where id = 1 and charged_from < @Day;

-- name: ad-spend
-- What campaigns spent in all and on one day, in thousandths of the minor unit: shows counted so far, and clicks.
select campaign_id as Campaign, sum(mills) as Mills, sum(case when day = @Day then mills else 0 end) as Today
from (
    select campaign_id, day, show_mills as mills from execution_ad_days
    union all
    select campaign_id, day, mills from execution_ad_charges
    union all
    select campaign_id, day, click_mills from execution_ad_days where day < (select charged_from from execution_ad_marks where id = 1)
)
group by campaign_id;

-- name: network-spend
-- What campaigns spent in networks in all and on one day, in thousandths of the minor unit.
select campaign_id as Campaign, sum(spend) * 1000 as Mills, sum(case when day = @Day then spend else 0 end) * 1000 as Today
from execution_ad_results
group by campaign_id;

-- name: note-ad-results
-- Tells other processes that results of networks came.
update execution_ad_marks set changes = changes + 1 where id = 1;

-- name: network-results
-- Results of networks, in order.
select day as Day, campaign_id as Campaign, placement as Placement, ad_id as Ad, shows as Shows, clicks as Clicks, orders as Orders, margin as Margin, spend as Spend
from execution_ad_results
where day between @First and @Last and (@Campaign is null or campaign_id = @Campaign)
order by day, campaign_id, placement, ad_id;

-- name: clear-network-results
-- Results of a day, campaign and network, before others take their place.
delete from execution_ad_results where day = @Day and campaign_id = @Campaign and placement = @Placement;

-- name: add-network-result
-- A result of a network.
insert into execution_ad_results (day, campaign_id, placement, ad_id, shows, clicks, orders, margin, spend)
values (@Day, @Campaign, @Placement, @Ad, @Shows, @Clicks, @Orders, @Margin, @Spend);
