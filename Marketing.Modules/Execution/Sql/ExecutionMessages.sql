-- name: queue-message
-- Puts one rendered message in; a decision that has its message already is left.
insert into execution_messages (campaign_id, decision_id, customer_id, address, subject, body, state, attempts, queued_at, due_at, changed_at, reported, error)
values (@Campaign, @Decision, @Customer, @Address, @Subject, @Body, @State, 0, @Now, @Now, @Now, 0, @Error)
on conflict (decision_id) do nothing;

-- name: queued-decisions
-- Decisions of a campaign that have their message.
select decision_id
from execution_messages
where campaign_id = @campaign;

-- name: campaign-state
-- Where a campaign stands.
select state
from execution_campaigns
where id = @campaign;

-- name: due-messages
-- Messages that may go out now through a channel, oldest first. A campaign that has begun to go out over SMTP does not end in files.
select m.id as Id, m.campaign_id as Campaign, m.decision_id as Decision, m.customer_id as Customer, m.address as Address,
    m.subject as Subject, m.body as Body, m.attempts as Attempts, m.queued_at as Queued, m.state as State, m.channel as Channel, m.sender as Sender
from execution_messages m
join execution_campaigns c on c.id = m.campaign_id
where m.state = @queued and m.due_at <= @now and c.state = @sending
    and (@channel <> 'eml' or not exists (select 1 from execution_messages s where s.campaign_id = m.campaign_id and s.channel = 'smtp'))
order by m.due_at, m.id
limit @take;

-- name: find-letter
-- One message with its content.
select m.id as Id, m.campaign_id as Campaign, m.decision_id as Decision, m.customer_id as Customer, m.address as Address,
    m.subject as Subject, m.body as Body, m.attempts as Attempts, m.queued_at as Queued, m.state as State, m.channel as Channel, m.sender as Sender
from execution_messages m
where m.id = @message;

-- name: claim
-- Marks a queued message as handed to a channel.
update execution_messages
set state = @sending, attempts = attempts + 1, channel = @channel, sender = @sender, changed_at = @now, error = null
where id = @id and state = @queued;

-- name: settle
-- Writes how the attempt on a message ended; one that would wait again is withdrawn where the campaign was stopped meanwhile.
update execution_messages
set state = case when @State = @queued and campaign_id in (select id from execution_campaigns where state = @stopped) then @cancelled else @State end, changed_at = @now, due_at = @Due, error = @Error
where id = @Id and state = @sending;

-- name: release
-- Puts a message back that was never handed over; the attempt does not count. It is withdrawn where the campaign was stopped meanwhile.
update execution_messages
set state = case when campaign_id in (select id from execution_campaigns where state = @stopped) then @cancelled else @queued end, attempts = attempts - 1, channel = null, sender = null, changed_at = @now
where id = @id and state = @sending;

-- name: in-flight
-- Messages that were handed to a channel without a known end.
select id as Id, campaign_id as Campaign, channel as Channel, queued_at as Queued
from execution_messages
where state = @sending;

-- name: resolve
-- A person decides about a message in doubt; to send it again its campaign must still be sending.
update execution_messages
set state = @state, changed_at = @now, due_at = @now, error = @error
where id = @message and state = @inDoubt
    and (@state <> @queued or campaign_id in (select id from execution_campaigns where state = @sending));

-- name: count-waiting
-- Messages that wait in campaigns that are sending.
select count(*)
from execution_messages m
join execution_campaigns c on c.id = m.campaign_id
where m.state = @queued and c.state = @sending;

-- name: unreported
-- Messages whose state the decision ledger does not know yet.
select id as Id, decision_id as Decision, state as State, reported as Reported, queued_at as Queued, changed_at as Changed
from execution_messages
where reported <> state
order by id
limit @take;

-- name: mark-reported
-- Notes what the decision ledger knows.
update execution_messages
set reported = @State
where id = @Id;

-- name: list-messages
-- Messages, newest first, of a campaign, a state, and words in address or subject.
select id as Id, campaign_id as Campaign, customer_id as Customer, decision_id as Decision, address as "To", subject as Subject,
    state as State, attempts as Attempts, queued_at as Queued, changed_at as Changed, error as Error
from execution_messages
where (@campaign is null or campaign_id = @campaign) and (@state is null or state = @state)
    and (@like is null or address like @like escape '\' or subject like @like escape '\')
order by id desc
limit @take offset @skip;

-- name: count-messages
-- How many messages the list holds.
select count(*)
from execution_messages
where (@campaign is null or campaign_id = @campaign) and (@state is null or state = @state)
    and (@like is null or address like @like escape '\' or subject like @like escape '\');

-- name: find-by-decision
-- The message of a decision.
select id as Id, campaign_id as Campaign, customer_id as Customer, decision_id as Decision, address as "To", subject as Subject,
    state as State, attempts as Attempts, queued_at as Queued, changed_at as Changed, error as Error
from execution_messages
where decision_id = @decision;
