-- name: find-once-in-campaign
-- The decision of a kind that a campaign made about a customer, in whatever run.
select d.id
from data_decision_frames f
join data_decisions d on d.frame_id = f.id and d.customer_id = @Customer
where f.campaign_id = @Campaign and f.kind = @Kind
limit 1;

-- name: find-once-in-run
-- The decision of a kind that a run made about a customer outside of campaigns.
select d.id
from data_decision_frames f
join data_decisions d on d.frame_id = f.id and d.customer_id = @Customer
where f.run_id = @Run and f.campaign_id is null and f.kind = @Kind
limit 1;

-- name: is-erased
-- Whether a customer was erased.
select 1 from data_customers where id = @Customer and erased_at is not null;

-- name: find-text
-- The id of a text by its content.
select id from data_decision_texts where hash = @Hash;

-- name: add-text
-- Keeps a new text.
insert into data_decision_texts (hash, body) values (@Hash, @Body) returning id;

-- name: find-frame
-- The id of a frame by its content.
select id from data_decision_frames where hash = @Hash;

-- name: add-frame
-- Keeps a new frame.
insert into data_decision_frames (hash, kind, run_id, campaign_id, action, policy, model_id, arm, consent_basis, cost, candidates_id)
values (@Hash, @Kind, @Run, @Campaign, @Action, @Policy, @Model, @Arm, @ConsentBasis, @Cost, @Candidates)
returning id;

-- name: add-decision
-- Writes one decision.
insert into data_decisions (frame_id, customer_id, at, propensity, reasons_id, context_id, products)
values (@Frame, @Customer, @At, @Propensity, @Reasons, @Context, @Products)
returning id;

-- name: add-outcome
-- Writes what became of a decision, unless it is there.
insert into data_outcomes (decision_id, kind, at, value)
values (@Decision, @Kind, @At, @Value)
on conflict (decision_id, kind, at) do nothing;
