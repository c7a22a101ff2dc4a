-- name: begin-round
-- Begins to score everybody; a run that goes on goes on with its round.
insert into model_score_rounds (run_id, as_of, horizon_days, churn_version, spend_version, is_done) values (@Run, @AsOf, @Horizon, @Churn, @Spend, 0)
on conflict (run_id) do update set as_of = excluded.as_of, horizon_days = excluded.horizon_days, churn_version = excluded.churn_version, spend_version = excluded.spend_version, is_done = 0
returning id;

-- name: save-score
-- Keeps what is expected of a customer.
insert into model_customer_scores (customer_id, round_id, churn, next_order_days, spend) values (@Customer, @Round, @Churn, @Days, @Money)
on conflict (customer_id) do update set round_id = excluded.round_id, churn = excluded.churn, next_order_days = excluded.next_order_days, spend = excluded.spend;

-- name: forget-scores
-- Takes some scores of earlier rounds away, of customers who have no order any more.
delete from model_customer_scores where customer_id in (select customer_id from model_customer_scores where round_id < @Round limit @Take);

-- name: end-round
-- Everybody is scored.
update model_score_rounds set is_done = 1 where id = @Round;

-- name: forget-rounds
-- Rounds on which no score rests.
delete from model_score_rounds where id < @Round;

-- name: score
-- What is expected of a customer, with the round it was told in.
select s.churn, s.next_order_days as Days, s.spend, r.run_id as RunId, r.as_of as AsOf, r.horizon_days as Horizon, r.churn_version as ChurnVersion, r.spend_version as SpendVersion
from model_customer_scores s join model_score_rounds r on r.id = s.round_id where s.customer_id = @Customer;

-- name: latest-round
-- The last round that was done, and how many it scored.
select r.id, r.run_id as RunId, r.as_of as AsOf, r.horizon_days as Horizon, r.churn_version as ChurnVersion, r.spend_version as SpendVersion, (select count(*) from model_customer_scores s where s.round_id = r.id) as Customers
from model_score_rounds r where r.is_done = 1 order by r.id desc limit 1;

-- name: scores
-- What is expected of everybody, by customer.
select customer_id as Customer, churn, next_order_days as Days, spend from model_customer_scores order by customer_id;

-- name: forget-score
-- Takes the score of a customer away.
delete from model_customer_scores where customer_id = @Customer;
