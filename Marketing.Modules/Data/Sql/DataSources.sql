-- name: visit-sources
-- Products of visits within a time, by the page before the first page of the visit; visits are sessions.
with came as materialized (
    select session, min(at), json_extract(detail, '$.properties.referrer') as place
    from data_events
    where kind = @Page and session is not null and at >= @From and at < @Until and bot = 0
        and (import_id is null or import_id in (select id from data_imports where state = @Applied))
    group by session)
select c.place, e.product_id, count(distinct e.session)
from data_events e
left join came c on c.session = e.session
where e.kind in @Interests and e.session is not null and e.product_id is not null and e.at >= @From and e.at < @Until and e.bot = 0
    and (e.import_id is null or e.import_id in (select id from data_imports where state = @Applied))
group by c.place, e.product_id;
