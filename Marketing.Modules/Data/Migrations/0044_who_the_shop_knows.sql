-- Records of customers whom the shop knows: told of by something that was not taken back, or with a visible fact. What a visitor did is a
-- fact of the customer that the visitor turned out to be.
create view data_known_customers as
select c.id
from data_customers c
where c.erased_at is null and (
    c.import_id is null
    or c.import_id in (select id from data_imports where state = 2)
    or exists (select 1 from data_staged_customers s where s.customer_id = c.id and s.merged = 1)
    or exists (select 1 from data_orders o join data_imports i on i.id = o.import_id and i.state = 2 where o.customer_id = c.id)
    or exists (select 1 from data_returns r join data_imports i on i.id = r.import_id and i.state = 2 where r.customer_id = c.id)
    or exists (select 1 from data_consents k where k.customer_id = c.id and (k.import_id is null or k.import_id in (select id from data_imports where state = 2)))
    or exists (
        select 1
        from data_owned_events w
        join data_events e on e.id = w.event_id
        where w.owner in (select c.id union all select -v.id from data_visitors v where v.customer_id = c.id)
            and e.bot = 0 and (e.import_id is null or e.import_id in (select id from data_imports where state = 2))));
