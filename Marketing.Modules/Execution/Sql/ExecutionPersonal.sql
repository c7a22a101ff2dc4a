-- name: export-messages
-- The messages to a person, oldest first.
select id, campaign_id, address, subject, state, channel, queued_at, changed_at, error from execution_messages where customer_id = @customer order by id;

-- name: message-files
-- The messages to a person that may lie in the outbox as files.
select id as Id, campaign_id as Campaign, queued_at as Queued from execution_messages where customer_id = @customer;

-- name: campaign-files
-- The messages of a campaign that may lie in the outbox as files.
select id as Id, campaign_id as Campaign, queued_at as Queued from execution_messages where campaign_id = @campaign;

-- name: withdraw-messages
-- Withdraws what has not gone out to a person.
update execution_messages set state = @cancelled, changed_at = @now where customer_id = @customer and state in (@queued, @inDoubt);

-- name: empty-messages
-- Removes address and content of a person's messages.
update execution_messages set address = '', subject = '', body = @body, error = null where customer_id = @customer and (address <> '' or subject <> '');

-- name: count-aged-messages
-- Messages that ended or fell into doubt before an instant and still say to whom and what. The plus keeps SQLite to the index by time.
select count(*) as Rows, min(changed_at) as Oldest from execution_messages
where changed_at < @before and (address <> '' or subject <> '') and +state in (@delivered, @failed, @cancelled, @inDoubt);

-- name: settle-aged-messages
-- Messages in doubt since before an instant have failed, as of then.
update execution_messages set state = @failed where state = @inDoubt and changed_at < @before;

-- name: aged-messages
-- The next of them, without those in doubt.
select id as Id, campaign_id as Campaign, queued_at as Queued, changed_at as Changed from execution_messages
where changed_at < @before and (changed_at, id) > (@changed, @id) and (address <> '' or subject <> '') and +state in (@delivered, @failed, @cancelled)
order by changed_at, id
limit @take;

-- name: empty-aged-messages
-- Removes address and content of messages.
update execution_messages set address = '', subject = '', body = @body, error = null where id in @ids;
