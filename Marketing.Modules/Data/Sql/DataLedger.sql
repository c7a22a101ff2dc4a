-- name: read-decisions
-- Decisions by id with everything they share, newest first; those for visitors have no customer.
select d.id as Id, d.at as At, coalesce(c.merged_into, c.id) as Customer, d.propensity as Propensity, d.products as Products,
    f.kind as Kind, f.run_id as Run, f.campaign_id as Campaign, f.action as Action, f.policy as Policy, f.model_id as Model,
    f.arm as Arm, f.consent_basis as ConsentBasis, f.cost as Cost,
    candidates.body as Candidates, reasons.body as Reasons, context.body as Context
from data_decisions d
left join data_customers c on c.id = d.customer_id
join data_decision_frames f on f.id = d.frame_id
join data_decision_texts candidates on candidates.id = f.candidates_id
join data_decision_texts reasons on reasons.id = d.reasons_id
join data_decision_texts context on context.id = d.context_id
where d.id in @Ids
order by d.id desc;

-- name: list-of-customer
-- Ids of a customer's decisions, newest first.
select id
from data_decisions
where id < @Before and customer_id in (select m.id from data_customers m where m.id = @Customer or m.merged_into = @Customer) and +frame_id in (
    select id from data_decision_frames
    where (@Run is null or run_id = @Run) and (@Campaign is null or campaign_id = @Campaign) and (@Kind is null or kind = @Kind))
order by id desc
limit @Take offset @Skip;

-- name: count-of-customer
-- How many there are of them.
select count(*)
from data_decisions
where customer_id in (select m.id from data_customers m where m.id = @Customer or m.merged_into = @Customer) and +frame_id in (
    select id from data_decision_frames
    where (@Run is null or run_id = @Run) and (@Campaign is null or campaign_id = @Campaign) and (@Kind is null or kind = @Kind));

-- name: list-of-frames
-- Ids of a run's or a campaign's decisions, newest first.
select id
from data_decisions
where id < @Before and frame_id in (
    select id from data_decision_frames
    where (@Run is null or run_id = @Run) and (@Campaign is null or campaign_id = @Campaign) and (@Kind is null or kind = @Kind))
order by id desc
limit @Take offset @Skip;

-- name: list-of-all
-- Ids of all decisions or of one kind, newest first; walks the ledger from its end, because most rows match.
select id
from data_decisions
where id < @Before and +frame_id in (select id from data_decision_frames where @Kind is null or kind = @Kind)
order by id desc
limit @Take offset @Skip;

-- name: count-of-frames
-- How many decisions there are of a run, a campaign, a kind, or all.
select count(*)
from data_decisions
where frame_id in (
    select id from data_decision_frames
    where (@Run is null or run_id = @Run) and (@Campaign is null or campaign_id = @Campaign) and (@Kind is null or kind = @Kind));

-- name: count-by-frame
-- Decisions of a run or a campaign by kind, policy and arm.
select f.kind as Kind, f.policy as Policy, f.arm as Arm, count(*) as Decisions
from data_decision_frames f
join data_decisions d on d.frame_id = f.id
where (@Run is null or f.run_id = @Run) and (@Campaign is null or f.campaign_id = @Campaign)
group by f.kind, f.policy, f.arm
order by f.kind, f.policy, f.arm;

-- name: read-outcomes
-- What became of a decision, oldest first.
select decision_id as Decision, kind as Kind, at as At, value as Value
from data_outcomes
where decision_id = @Decision
order by at, kind;

-- name: outcomes-after
-- Outcomes of one decision or of all, by decision, time and kind, after one of them.
select decision_id as Decision, kind as Kind, at as At, value as Value
from data_outcomes
where decision_id between @First and @Last and (decision_id, at, kind) > (@Decision, @At, @Kind)
order by decision_id, at, kind
limit @Take;

-- name: products-of-run
-- What was chosen for the recommended sets of a run.
select d.products
from data_decision_frames f
join data_decisions d on d.frame_id = f.id
where f.run_id = @Run and f.kind = @Recommendation;

-- name: list-reactions
-- Lists that were asked for since an instant and shown, and those of them that were clicked, for customers and for visitors; a night's
-- sets are of a run.
select d.customer_id is not null as Known, count(*) as Seen,
    coalesce(sum(exists (select 1 from data_outcomes o where o.decision_id = d.id and o.kind = 'clicked')), 0) as Clicked
from data_decision_frames f
join data_decisions d on d.frame_id = f.id
where f.kind = @Recommendation and f.run_id is null and d.at >= @Since
    and exists (select 1 from data_outcomes o where o.decision_id = d.id and o.kind = 'shown')
group by Known;

-- name: message-reactions
-- Messages with products that were decided since an instant and delivered, and those of them that were clicked.
select count(*) as Seen,
    coalesce(sum(exists (select 1 from data_outcomes o where o.decision_id = d.id and o.kind = 'clicked')), 0) as Clicked
from data_decision_frames f
join data_decisions d on d.frame_id = f.id
where f.kind = @Send and d.at >= @Since and length(d.products) > 0
    and exists (select 1 from data_outcomes o where o.decision_id = d.id and o.kind = 'delivered');

-- name: last-touches
-- Customers with a decision to send since an instant whose message was not lost, and the time of the newest.
select coalesce(c.merged_into, c.id) as Customer, max(d.at) as At
from data_decision_frames f
join data_decisions d on d.frame_id = f.id
join data_customers c on c.id = d.customer_id
where f.kind = @Send and d.at >= @Since
    and not exists (select 1 from data_outcomes o where o.decision_id = d.id and o.kind in ('failed', 'cancelled'))
group by coalesce(c.merged_into, c.id);

-- name: messages-by-quarter
-- Messages decided on before an instant that were not lost, by campaign and quarter of an hour.
select f.campaign_id as Campaign, d.at / @Quarter * @Quarter as "From", count(*) as Messages
from data_decision_frames f
join data_decisions d on d.frame_id = f.id
where f.kind = @Send and d.at < @Before
    and not exists (select 1 from data_outcomes o where o.decision_id = d.id and o.kind in ('failed', 'cancelled'))
group by f.campaign_id, d.at / @Quarter
order by d.at / @Quarter, f.campaign_id;

-- name: engaged
-- Customers whom a campaign wrote to or held out since an instant; a message that was lost reached nobody.
select distinct coalesce(c.merged_into, c.id)
from data_decision_frames f
join data_decisions d on d.frame_id = f.id
join data_customers c on c.id = d.customer_id
where f.kind in (@Send, @Holdout) and d.at >= @Since
    and not exists (select 1 from data_outcomes o where o.decision_id = d.id and o.kind in ('failed', 'cancelled'));

-- name: contacts
-- Messages of campaigns, and who got none by chance, of customers who are still known; with when it came out that a message is lost.
select d.id as Id, coalesce(c.merged_into, c.id) as Customer, d.at as At, f.campaign_id as Campaign, f.kind = @Send as Sends, d.propensity as Propensity,
    (select min(o.at) from data_outcomes o where o.decision_id = d.id and o.kind in ('failed', 'cancelled')) as Lost,
    exists (select 1 from data_outcomes o where o.decision_id = d.id and o.kind = 'cancelled') as Withdrawn
from data_decision_frames f
join data_decisions d on d.frame_id = f.id
join data_customers c on c.id = d.customer_id
left join data_customers m on m.id = c.merged_into
where f.campaign_id is not null and (f.kind = @Send or (f.kind in (@Holdout, @Suppress) and d.propensity < 1)) and d.at >= @Since and d.at < @Before
    and c.erased_at is null and m.erased_at is null;

-- name: count-chances
-- How many choices of campaigns were left to chance before an instant, those of them that are old, the newest, and whom they concern.
select count(*), coalesce(sum(d.at <= @Old), 0), coalesce(max(d.id), 0), count(distinct coalesce(c.merged_into, c.id))
from data_decision_frames f
join data_decisions d on d.frame_id = f.id
join data_customers c on c.id = d.customer_id
left join data_customers m on m.id = c.merged_into
where f.campaign_id is not null and f.kind in (@Send, @Holdout, @Suppress) and d.propensity < 1 and d.at < @Before
    and c.erased_at is null and m.erased_at is null;

-- name: ads-after
-- Decisions about advertisements in the order of their ids.
select d.id as Id, d.at as At, coalesce(c.merged_into, c.id) as Customer, d.propensity as Propensity, d.frame_id as Frame, d.context_id as Context
from data_decisions d
left join data_customers c on c.id = d.customer_id
join data_decision_frames f on f.id = d.frame_id
where d.id > @After and f.kind = @Ad
order by d.id
limit @Take;

-- name: newest-decision
-- The newest decision of any kind.
select coalesce(max(id), 0) from data_decisions;

-- name: ad-terms
-- What decisions about advertisements share.
select f.id as Id, f.action as Action, candidates.body as Candidates, f.policy as Policy, f.arm as Arm
from data_decision_frames f
join data_decision_texts candidates on candidates.id = f.candidates_id
where f.id in @Ids;

-- name: texts
-- Texts by id.
select id as Id, body as Body from data_decision_texts where id in @Ids;

-- name: ad-outcomes
-- Outcomes of decisions about advertisements within a range of ids.
select o.decision_id as Decision, o.kind as Kind, o.at as At, o.value as Value
from data_outcomes o
join data_decisions d on d.id = o.decision_id
join data_decision_frames f on f.id = d.frame_id
where o.decision_id between @First and @Last and f.kind = @Ad
order by o.decision_id, o.at, o.kind;

-- name: first-ad
-- The first decision about an advertisement since an instant.
select d.id
from data_decisions d indexed by data_decisions_by_at
join data_decision_frames f on f.id = d.frame_id
where d.at >= @Since and f.kind = @Ad
order by d.at, d.id
limit 1;
