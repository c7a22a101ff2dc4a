-- name: save-quality
-- Keeps a report.
insert into data_quality (at, run_id, checks, fields, rules, seconds, passed, warned, failed)
values (@At, @Run, @Checks, @Fields, @Rules, @Seconds, @Passed, @Warned, @Failed);

-- name: latest-quality
-- The newest report.
select at as At, checks as Checks, fields as Fields, rules as Rules, seconds as Seconds from data_quality order by id desc limit 1;

-- name: quality-history
-- How the latest reports ended, newest first.
select at as At, passed as Passed, warned as Warned, failed as Failed
from data_quality
where passed + warned + failed > 0
order by id desc
limit @Take;

-- name: count-dated
-- Visible orders, returns and events, and how many of them are dated at or after an instant.
select coalesce(sum(case when at >= @Now then 1 else 0 end), 0) as Affected, count(*) as "Of"
from (
    select at from data_orders where import_id in (select id from data_imports where state = @Applied)
    union all
    select at from data_returns where import_id in (select id from data_imports where state = @Applied)
    union all
    select at from data_events where import_id is null or import_id in (select id from data_imports where state = @Applied)
);

-- name: orders-of-import
-- Orders that came with an import.
select id from data_orders where import_id = @Import;

-- name: order-details
-- What a snapshot does not hold of visible orders before an instant; an amount without a currency of its own is in the shop's.
select id, at, status, coalesce(coupon, ''), coalesce(payment, ''), coalesce(currency, @Currency), shipping, discount
from data_orders
where at < @AsOf and import_id in (select id from data_imports where state = @Applied);

-- name: product-brands
-- Products that have a brand.
select id, brand from data_products where brand is not null;

-- name: list-rules
-- All rules.
select field as Field, kind as Kind, low as Low, high as High, severity as Severity, enabled as Enabled, edited as Edited
from data_quality_rules
order by field, kind;

-- name: save-rule
-- Writes a rule as a person has set it.
insert into data_quality_rules (field, kind, low, high, severity, enabled, edited)
values (@Field, @Kind, @Low, @High, @Severity, @Enabled, 1)
on conflict (field, kind) do update set low = excluded.low, high = excluded.high, severity = excluded.severity, enabled = excluded.enabled, edited = 1;

-- name: generate-rule
-- Writes a rule made from a reference; one that a person has set stays.
insert into data_quality_rules (field, kind, low, high, severity, enabled, edited)
values (@Field, @Kind, @Low, @High, @Severity, 1, 0)
on conflict (field, kind) do update set low = excluded.low, high = excluded.high where data_quality_rules.edited = 0;

-- name: add-pass
-- Lets a failure pass once.
insert into data_quality_passes (key, actor, reason, at) values (@Key, @Actor, @Reason, @At);

-- name: open-passes
-- Passes that no run has used.
select key as Key, actor as Actor, reason as Reason, at as At from data_quality_passes where run_id is null order by id;

-- name: use-passes
-- A run uses up the open passes of these failures.
update data_quality_passes set run_id = @Run where run_id is null and key in @Keys;

-- name: passes-of-run
-- What a run was let through with.
select distinct key from data_quality_passes where run_id = @Run;
