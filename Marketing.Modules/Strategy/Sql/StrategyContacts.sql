-- name: latest-contacts
-- The newest verdict.
select id as Id, at as At, method as Method, parameters as Parameters, findings as Findings, mark as Mark
from strategy_contact_policies
order by id desc
limit 1;

-- name: find-contacts
-- One verdict.
select id as Id, at as At, method as Method, parameters as Parameters, findings as Findings, mark as Mark
from strategy_contact_policies
where id = @Id;

-- name: contact-state
-- What the policy of a verdict has learned.
select state from strategy_contact_policies where id = @Id;

-- name: keep-contacts
-- Keeps a verdict.
insert into strategy_contact_policies (at, method, parameters, state, findings, mark)
values (@At, @Method, @Parameters, @State, @Findings, @Mark)
returning id;

-- name: forget-states
-- Lets go of policies that were overtaken long ago.
update strategy_contact_policies
set state = null
where id <= @Before and state is not null;

-- name: forget-verdicts
-- Lets go of verdicts of long ago.
delete from strategy_contact_policies where id <= @Before;

-- name: read-contact-switch
-- Whether contact policies are switched off.
select is_off as IsOff, actor as Actor, at as At, reason as Reason from strategy_contact_switch;

-- name: set-contact-switch
-- Switches contact policies.
insert into strategy_contact_switch (id, is_off, actor, at, reason)
values (1, @IsOff, @Actor, @At, @Reason)
on conflict (id) do update set is_off = excluded.is_off, actor = excluded.actor, at = excluded.at, reason = excluded.reason;
