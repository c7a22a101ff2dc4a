-- name: begin-demand
-- Begins a turn of forecasts; a run that goes on begins its own again.
insert into model_demand_turns (run_id, from_day, horizon_days, origins, spread, accuracy, cpu_seconds, is_done) values (@Run, @From, @Horizon, @Origins, @Spread, @Accuracy, @Cpu, 0)
on conflict (run_id) do update set from_day = excluded.from_day, horizon_days = excluded.horizon_days, origins = excluded.origins, spread = excluded.spread, accuracy = excluded.accuracy, cpu_seconds = excluded.cpu_seconds, is_done = 0
returning id;

-- name: save-demand
-- Keeps what is expected of a product.
insert into model_demand_products (turn_id, product_id, method, basis, errors, mean, lift) values (@Turn, @Product, @Method, @Basis, @Errors, @Mean, @Lift)
on conflict (turn_id, product_id) do update set method = excluded.method, basis = excluded.basis, errors = excluded.errors, mean = excluded.mean, lift = excluded.lift;

-- name: end-demand
-- Every product's forecast is kept.
update model_demand_turns set is_done = 1 where id = @Turn;

-- name: forget-demand
-- Takes some forecasts of other turns away.
delete from model_demand_products where (turn_id, product_id) in (select turn_id, product_id from model_demand_products where turn_id <> @Turn limit @Take);

-- name: forget-demand-turns
-- Turns of which no forecast is left.
delete from model_demand_turns where id <> @Turn;

-- name: latest-demand
-- The last turn that was done.
select id, run_id as RunId, from_day as FromDay, horizon_days as Horizon, origins, spread, accuracy, cpu_seconds as Cpu from model_demand_turns where is_done = 1 order by id desc limit 1;

-- name: demand
-- What is expected of every product.
select product_id as Product, method, basis, errors, mean, lift from model_demand_products where turn_id = @Turn order by product_id;
