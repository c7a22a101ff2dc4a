-- name: list-periods
-- Periods that somebody chose.
select kind as Kind, days as Days, actor as Actor, changed_at as Changed from data_retention_periods;

-- name: set-period
-- Chooses the period of a kind.
insert into data_retention_periods (kind, days, actor, changed_at) values (@Kind, @Days, @Actor, @Now)
on conflict (kind) do update set days = excluded.days, actor = excluded.actor, changed_at = excluded.changed_at;

-- name: add-run
-- Notes what went.
insert into data_retention_runs (at, actor, removed) values (@At, @Actor, @Removed);

-- name: list-runs
-- Earlier runs, newest first.
select at as At, actor as Actor, removed as Removed from data_retention_runs order by id desc limit @Take;

-- name: count-events
-- Events before an instant.
select count(*) as Rows, min(at) as Oldest from data_events where at < @Before;

-- name: find-events
-- The next of them.
select id from data_events where id > @After and at < @Before order by id limit @Take;

-- name: remove-events
-- Deletes them.
delete from data_events where id in @Ids;

-- name: count-engagement
-- What became of the previous tool's mails before an instant.
select count(*) as Rows, min(at) as Oldest from data_engagement where at < @Before;

-- name: find-engagement
-- The next of them.
select id from data_engagement where id > @After and at < @Before order by id limit @Take;

-- name: remove-engagement
-- Deletes them.
delete from data_engagement where id in @Ids;

-- name: count-deliveries
-- Deliveries of shop systems before an instant.
select count(*) as Rows, min(at) as Oldest from data_webhook_deliveries where at < @Before;

-- name: find-deliveries
-- The next of them.
select id from data_webhook_deliveries where id > @After and at < @Before order by id limit @Take;

-- name: remove-deliveries
-- Deletes them.
delete from data_webhook_deliveries where id in @Ids;

-- name: count-quarantine
-- Items kept apart before an instant.
select count(*) as Rows, min(received_at) as Oldest from data_quarantine where received_at < @Before;

-- name: find-quarantine
-- The next of them.
select id from data_quarantine where id > @After and received_at < @Before order by id limit @Take;

-- name: remove-quarantine
-- Deletes them.
delete from data_quarantine where id in @Ids;

-- name: count-visitor-lists
-- Lists shown to visitors before an instant; the newest decision stays, so that no number is given twice.
select count(*) as Rows, min(at) as Oldest
from data_decisions
where customer_id is null and at < @Before and id < (select max(id) from data_decisions);

-- name: find-visitor-lists
-- The next of them.
select id
from data_decisions
where customer_id is null and id > @After and at < @Before and id < (select max(id) from data_decisions)
order by id
limit @Take;

-- name: end-outcomes
-- Deletes what became of them.
delete from data_outcomes where decision_id in @Ids;

-- name: remove-visitor-lists
-- Deletes them.
delete from data_decisions where id in @Ids;

-- name: count-staged-customers
-- Rows of files of customers that ended before an instant, with what stood there before.
select count(*) as Rows, min(i.finished_at) as Oldest
from data_staged_customers s
join data_imports i on i.id = s.import_id
where i.finished_at < @Before;

-- name: find-staged-customers
-- The next of them.
select s.id
from data_staged_customers s
join data_imports i on i.id = s.import_id
where s.id > @After and i.finished_at < @Before
order by s.id
limit @Take;

-- name: end-imports
-- Notes that the files to which they belong can be neither taken back nor shown again.
update data_imports set rows_ended = 1 where rows_ended = 0 and id in (select import_id from data_staged_customers where id in @Ids);

-- name: own-customers
-- Customers whom otherwise only an import that was taken back has named become those of the file, which stands for good from now on.
update data_customers
set import_id = (select max(s.import_id) from data_staged_customers s where s.customer_id = data_customers.id and s.merged = 1 and s.id in @Ids)
where id in (select customer_id from data_staged_customers where id in @Ids and merged = 1)
    and import_id in (select id from data_imports where state in (3, 4));

-- name: remove-staged-customers
-- Deletes them; the customers keep what the file said.
delete from data_staged_customers where id in @Ids;

-- name: count-orders
-- Orders before an instant that name their customer.
select count(*) as Rows, min(at) as Oldest from data_orders where at < @Before and customer_id is not null;

-- name: find-orders
-- The next of them.
select id from data_orders where id > @After and at < @Before and customer_id is not null order by id limit @Take;

-- name: erased-keys
-- Hashes of the numbers, addresses and telephone numbers of erased people.
select salt as Salt, hash as Hash, at as At from data_erased;

-- name: buyers-of-orders
-- Customers of visible orders that are to lose them, with the newest of these orders.
select c.id as Id, c.key as Key, c.email as Email, max(o.at) as At
from data_orders o
join data_imports i on i.id = o.import_id and i.state = @Applied
join data_customers c on c.id = o.customer_id
where o.id in @Ids
group by c.id;

-- name: note-return
-- Keeps by which order a person on the erase list came back.
update data_customers set returned_at = max(coalesce(returned_at, 0), @At) where id = @Id and erased_at is null;

-- name: remove-orders
-- They become sales to nobody; their sums stay.
update data_orders set customer_id = null, coupon = null where id in @Ids;

-- name: count-returns
-- Returns before an instant that name their customer.
select count(*) as Rows, min(at) as Oldest from data_returns where at < @Before and customer_id is not null;

-- name: find-returns
-- The next of them.
select id from data_returns where id > @After and at < @Before and customer_id is not null order by id limit @Take;

-- name: remove-returns
-- They become returns of nobody; their sums stay.
update data_returns set customer_id = null where id in @Ids;

-- name: count-visitors
-- Browsers of nobody known that did nothing since an instant, with the time of the last thing that the first of them did.
select count(*) as Rows, min((select max(e.at) from data_owned_events e where e.owner = -v.id)) as Oldest
from data_visitors v
where v.customer_id is null and not exists (select 1 from data_owned_events e where e.owner = -v.id and e.at >= @Before);

-- name: find-visitors
-- The next of them.
select v.id from data_visitors v
where v.id > @After and v.customer_id is null and not exists (select 1 from data_owned_events e where e.owner = -v.id and e.at >= @Before)
order by v.id
limit @Take;

-- name: part-events
-- Some of the events of browsers that go lose what ties them to one another.
update data_events set visitor_id = null, session = null
where id in (
    select e.event_id
    from data_visitors v
    join data_owned_events e on e.owner = -v.id
    where v.id in @Ids and v.customer_id is null and not exists (select 1 from data_owned_events n where n.owner = -v.id and n.at >= @Before)
    limit @Take);

-- name: remove-visitors
-- Deletes browsers that no event names any more and that nobody turned out to be meanwhile.
delete from data_visitors
where id in @Ids and customer_id is null and not exists (select 1 from data_owned_events e where e.owner = -data_visitors.id);

-- name: count-rejected
-- Rejected and changed rows of files imported before an instant whose texts are kept.
select count(*) as Rows, min(i.finished_at) as Oldest
from data_import_issues x
join data_imports i on i.id = x.import_id
where i.kind <> 'live' and i.finished_at < @Before and (x.value <> '' or x.made <> '' or x.text <> '');

-- name: find-rejected
-- The next import of them.
select i.id from data_imports i
where i.id > @After and i.kind <> 'live' and i.finished_at < @Before
    and exists (select 1 from data_import_issues x where x.import_id = i.id and (x.value <> '' or x.made <> '' or x.text <> ''))
order by i.id
limit @Take;

-- name: next-rejected
-- The last of the next rows of an import, or null when there is none.
select max(row) from (select row from data_import_issues where import_id = @Import and row > @After order by row limit @Take) as some;

-- name: blank-rejected
-- Removes the texts of these rows; which rule kept which row stays.
update data_import_issues set value = '', made = null, text = ''
where import_id = @Import and row > @After and row <= @Last and (value <> '' or made <> '' or text <> '');

-- name: needed-files
-- Uploaded files that wait for their import or are at work.
select path from data_import_jobs where state in (@Waiting, @Working);

-- name: end-drafts
-- Ends drafts whose file has gone.
update data_import_jobs set state = @Cancelled, finished_at = @Now, message = @Message where state = @Draft and path in @Paths;
