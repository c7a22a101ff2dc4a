-- name: consent-state
-- The newest visible answer of a person for each use.
select purpose as Purpose, channel as Channel, granted as Granted, at as At, source as Source, wording as Wording, basis as Basis, actor as Actor, reason as Reason
from (
    select k.purpose, k.channel, k.granted, k.at, k.source, k.wording, k.basis, k.actor, k.reason,
        row_number() over (partition by k.purpose, k.channel order by k.at desc, k.id desc) as place
    from data_consents k
    where k.customer_id = @Customer and (k.import_id is null or k.import_id in (select id from data_imports where state = @Applied))
)
where place = 1
order by purpose, channel;

-- name: agreed-since
-- A yes of another record with the customer's address, given at or after an instant.
select k.id
from data_customers c
join data_customers n on n.email = c.email and n.id <> c.id
join data_consents k on k.customer_id = n.id and k.purpose = @Purpose and k.channel = @Channel and k.granted = 1 and k.at >= @Since
    and (k.import_id is null or k.import_id in (select id from data_imports where state = @Applied))
where c.id = @Customer and c.email is not null
limit 1;

-- name: consent-history
-- All visible answers of a person, newest first.
select purpose as Purpose, channel as Channel, granted as Granted, at as At, source as Source, wording as Wording, basis as Basis, actor as Actor, reason as Reason
from data_consents
where customer_id = @Customer and (import_id is null or import_id in (select id from data_imports where state = @Applied))
order by at desc, id desc;

-- name: record-consent
-- Adds an answer for a person who is not erased.
insert into data_consents (customer_id, purpose, channel, granted, at, source, wording, simulated, basis, actor, reason)
select id, @Purpose, @Channel, @Granted, @At, @Source, @Wording, 0, @Basis, @Actor, @Reason
from data_customers
where id = @Customer and erased_at is null;

-- name: consent-person
-- Whether a person is there and not erased.
select id from data_customers where id = @Customer and erased_at is null;

-- name: count-consents
-- How the newest visible answers stand, by use.
select purpose as Purpose, channel as Channel, sum(granted) as Granted, count(*) as Answered
from (
    select k.purpose, k.channel, k.granted, row_number() over (partition by k.customer_id, k.purpose, k.channel order by k.at desc, k.id desc) as place
    from data_consents k
    where k.import_id is null or k.import_id in (select id from data_imports where state = @Applied)
)
where place = 1
group by purpose, channel;

-- name: count-people
-- Customers that are not erased.
select count(*) from data_customers where erased_at is null;

-- name: consent-changes
-- By how many people the number of yes changed on each day (UTC), by use.
select purpose as Purpose, channel as Channel, day as Day, sum(granted - before) as Change
from (
    select k.purpose, k.channel, k.at / 86400000 as day, k.granted,
        coalesce(lag(k.granted) over (partition by k.customer_id, k.purpose, k.channel order by k.at, k.id), 0) as before
    from data_consents k
    where k.import_id is null or k.import_id in (select id from data_imports where state = @Applied)
)
group by purpose, channel, day
order by day;

-- name: list-wordings
-- All versions of all wordings.
select purpose as Purpose, language as Language, version as Version, text as Text, actor as Actor, created_at as Created
from data_consent_wordings
order by purpose, language, version desc;

-- name: add-wording
-- Adds the next version of a wording.
insert into data_consent_wordings (purpose, language, version, text, actor, created_at)
select @Purpose, @Language, coalesce(max(version), 0) + 1, @Text, @Actor, @Now
from data_consent_wordings
where purpose = @Purpose and language = @Language
returning version;
