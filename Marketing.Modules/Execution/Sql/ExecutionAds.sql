-- name: list-ad-campaigns
-- A page of campaigns, newest first; all of them with their advertisements are few.
select id, name, audience, starts_at as StartsAt, ends_at as EndsAt, daily_budget as DailyBudget, total_budget as TotalBudget, pricing, price, cap_shows as CapShows, cap_days as CapDays,
    holdout_share as HoldoutShare, paces, placements, state, version, actor, created_at as Created
from execution_ad_campaigns
where (@Id is null or id = @Id) and (@Like is null or name like @Like escape '\')
order by id desc
limit @Take offset @Skip;

-- name: count-ad-campaigns
-- How many campaigns there are.
select count(*) from execution_ad_campaigns where @Like is null or name like @Like escape '\';

-- name: create-ad-campaign
-- Saves a new draft.
insert into execution_ad_campaigns (name, audience, starts_at, ends_at, daily_budget, total_budget, pricing, price, cap_shows, cap_days, holdout_share, paces, placements, state, version, actor, created_at)
values (@Name, @Audience, @Start, @End, @DailyBudget, @TotalBudget, @Pricing, @Price, @CapShows, @CapDays, @HoldoutShare, @Paces, @Placements, @State, 1, @Actor, @Now)
returning id;

-- name: change-ad-campaign
-- Saves what a campaign is to say.
update execution_ad_campaigns
set name = @Name, audience = @Audience, starts_at = @Start, ends_at = @End, daily_budget = @DailyBudget, total_budget = @TotalBudget, pricing = @Pricing, price = @Price,
    cap_shows = @CapShows, cap_days = @CapDays, holdout_share = @HoldoutShare, paces = @Paces, placements = @Placements, version = version + 1
where id = @Id;

-- name: set-ad-price
-- What a campaign pays from now on.
insert into execution_ad_prices (campaign_id, since, pricing, price) values (@Id, @Now, @Pricing, @Price)
on conflict (campaign_id, since) do update set pricing = excluded.pricing, price = excluded.price;

-- name: ad-prices
-- What campaigns paid, and since when.
select campaign_id as Campaign, since as Since, pricing as Pricing, price as Price from execution_ad_prices order by campaign_id, since;

-- name: set-ad-state
-- Starts, holds or ends a campaign.
update execution_ad_campaigns set state = @State, version = version + 1 where id = @Id;

-- name: all-ads
-- Advertisements of one campaign or of all, oldest first.
select id, campaign_id as Campaign, name, headline, body, image, target, active
from execution_ads
where @Campaign is null or campaign_id = @Campaign
order by id;

-- name: add-ad
-- A new advertisement.
insert into execution_ads (campaign_id, name, headline, body, image, target, active) values (@Campaign, @Name, @Headline, @Text, @Image, @Target, @Active)
returning id;

-- name: change-ad
-- What an advertisement is to say, and whether it takes part.
update execution_ads set name = @Name, headline = @Headline, body = @Text, image = @Image, target = @Target, active = @Active where id = @Id;

-- name: ad-placements
-- Placements by code.
select code, name, surface, places from execution_ad_placements order by code;

-- name: save-ad-placement
-- A placement, in the place of the one with its code.
insert into execution_ad_placements (code, name, surface, places) values (@Code, @Name, @Surface, @Places)
on conflict (code) do update set name = excluded.name, surface = excluded.surface, places = excluded.places;

-- name: remove-ad-placement
-- Removes a placement.
delete from execution_ad_placements where code = @Code;

-- name: note-ad-change
-- Tells other processes that there was a change.
update execution_ad_marks set changes = changes + 1 where id = 1;

-- name: ad-changes
-- How many changes there were.
select changes from execution_ad_marks where id = 1;
