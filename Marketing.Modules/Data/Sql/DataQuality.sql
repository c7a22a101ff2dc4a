-- name: save-quality
-- Keeps a report.
insert into data_quality (at, run_id, checks) values (@At, @Run, @Checks);

-- name: latest-quality
-- The newest report.
select at as At, checks as Checks from data_quality order by id desc limit 1;

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
