-- name: list-campaigns
-- Campaigns, newest first, with the figures of their messages.
select c.id as Id, c.name as Name, c.audience as Audience, c.subject as Subject, c.body as Body, c.holdout_share as HoldoutShare, c.products as Products,
    c.state as State, c.actor as Actor, c.created_at as Created, c.send_at as SendAt, c.all_queued as AllQueued, c.members as Members,
    (select count(*) from execution_messages m where m.campaign_id = c.id and m.state in (1, 2)) as Queued,
    (select count(*) from execution_messages m where m.campaign_id = c.id and m.state = 3) as Delivered,
    (select count(*) from execution_messages m where m.campaign_id = c.id and m.state = 4) as Failed,
    (select count(*) from execution_messages m where m.campaign_id = c.id and m.state = 5) as InDoubt,
    c.holdout as Holdout, c.suppressed as Suppressed, c.problem as Problem, c.is_steered as IsSteered, c.steered_by as SteeredBy, c.left_alone as LeftAlone
from execution_campaigns c
where (@id is null or c.id = @id) and (@like is null or c.name like @like escape '\')
order by c.id desc
limit @take offset @skip;

-- name: count-campaigns
-- How many campaigns the list holds.
select count(*)
from execution_campaigns
where @like is null or name like @like escape '\';

-- name: due-campaigns
-- Campaigns whose time has come, and those whose queueing was broken off or stopped, oldest first.
select id
from execution_campaigns
where (state = @scheduled and send_at <= @now) or (state in (@sending, @stopped) and all_queued = 0)
order by send_at, id;

-- name: campaigns-since
-- Campaigns that go out at or after an instant, without drafts and those stopped before their first message.
select c.id as Campaign, c.name as Name, c.send_at as At
from execution_campaigns c
where c.send_at >= @since and c.state <> @Draft
    and (c.state <> @Stopped or exists (select 1 from execution_messages m where m.campaign_id = c.id and m.state = 3))
order by c.send_at, c.id;

-- name: create-campaign
-- Saves a new draft.
insert into execution_campaigns (name, audience, subject, body, holdout_share, products, state, actor, created_at, send_at, all_queued, members, holdout, suppressed, is_steered)
values (@Name, @Audience, @Subject, @Body, @HoldoutShare, @Products, @State, @Actor, @Now, null, 0, 0, 0, 0, @IsSteered)
returning id;

-- name: change-campaign
-- Saves a changed draft.
update execution_campaigns
set name = @Name, audience = @Audience, subject = @Subject, body = @Body, holdout_share = @HoldoutShare, products = @Products, is_steered = @IsSteered
where id = @Id and state = @Draft;

-- name: schedule-campaign
-- A draft waits for its time.
update execution_campaigns
set state = @scheduled, send_at = @sendAt
where id = @campaign and state = @draft;

-- name: unschedule-campaign
-- A scheduled campaign becomes a draft again.
update execution_campaigns
set state = @draft, send_at = null
where id = @campaign and state = @scheduled;

-- name: begin-campaign
-- A scheduled campaign starts; one that was broken off goes on.
update execution_campaigns
set state = @sending
where id = @campaign and state in (@scheduled, @sending);

-- name: stop-campaign
-- A person stops a campaign.
update execution_campaigns
set state = @stopped
where id = @campaign and state in (@scheduled, @sending);

-- name: withdraw-queued
-- Withdraws what has not gone out of a campaign.
update execution_messages
set state = @cancelled, changed_at = @now
where campaign_id = @campaign and state = @queued;

-- name: steer-campaign
-- Keeps the contact policy that a campaign begins with; the one that it has begun with stays.
update execution_campaigns
set steered_by = coalesce(steered_by, @policy)
where id = @campaign
returning steered_by;

-- name: steered-campaigns
-- Campaigns that the contact policy decides for, newest first.
select id as Campaign, name as Name, state as State, steered_by as SteeredBy, left_alone as LeftAlone, members as Members
from execution_campaigns
where is_steered = 1
order by id desc
limit @take;

-- name: count-decided
-- Keeps the figures of the decisions.
update execution_campaigns
set members = @members, holdout = @holdout, suppressed = @suppressed, left_alone = @leftAlone
where id = @campaign;

-- name: all-queued
-- Every message of the campaign is in.
update execution_campaigns
set all_queued = 1
where id = @campaign and state in (@sending, @stopped);

-- name: problems
-- Campaigns whose latest attempt of queueing failed, oldest first.
select id as Campaign, problem as Reason
from execution_campaigns
where problem is not null
order by id;

-- name: clear-problems
-- The latest attempt of each campaign counts.
update execution_campaigns
set problem = null
where problem is not null;

-- name: keep-problem
-- Why a campaign could not be queued.
update execution_campaigns
set problem = @Reason
where id = @Campaign;

-- name: end-campaigns
-- Campaigns whose every message has an end are done.
update execution_campaigns
set state = @done
where state = @sending and all_queued = 1
    and not exists (select 1 from execution_messages m where m.campaign_id = execution_campaigns.id and m.state in (1, 2, 5));
