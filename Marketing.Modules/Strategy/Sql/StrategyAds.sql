-- name: list-policies
-- Policies that decide or are tried, by placement and stage.
select id as Id, placement as Placement, method as Method, parameters as Parameters, goal as Goal, window_minutes as WindowMinutes, exploration_budget as ExplorationBudget,
    reward_value as RewardValue, stage as Stage, since as Since, actor as Actor, state as State, places as Places, learned as Learned, read_to as ReadTo, learned_to as LearnedTo,
    explored_day as ExploredDay, explored as Explored
from strategy_ad_policies
where stage > 0
order by placement, stage;

-- name: former-policies
-- Those that were in charge before: taken out of it at the moment at which the one in charge was put there, by the same hand.
select was.id as Id, was.placement as Placement, was.method as Method, was.parameters as Parameters, was.goal as Goal, was.window_minutes as WindowMinutes, was.exploration_budget as ExplorationBudget,
    was.reward_value as RewardValue, was.stage as Stage, was.since as Since, was.actor as Actor, was.state as State, was.places as Places, was.learned as Learned, was.read_to as ReadTo,
    was.learned_to as LearnedTo, was.explored_day as ExploredDay, was.explored as Explored
from strategy_ad_policies as was
join strategy_ad_policies as now on now.placement = was.placement and now.stage = 4 and now.since = was.since and now.actor = was.actor
where was.stage = 0 and (@Id is null or was.id = @Id)
order by was.id;

-- name: list-stages
-- How far each policy is let that decides or is tried.
select id as Id, stage as Stage from strategy_ad_policies where stage > 0 order by id;

-- name: add-policy
-- Keeps a policy; nothing where its placement has one of that rank.
insert into strategy_ad_policies (placement, method, parameters, goal, window_minutes, exploration_budget, reward_value, stage, since, actor, state, places, learned, read_to, learned_to, explored_day, explored)
values (@Placement, @Method, @Parameters, @Goal, @WindowMinutes, @ExplorationBudget, @RewardValue, @Stage, @Since, @Actor, null, '[]', 0, @ReadTo, null, 0, 0)
on conflict do nothing
returning id;

-- name: move-policy
-- Puts a policy at another stage, unless it is elsewhere by now.
update strategy_ad_policies
set stage = @To, since = @Since, actor = @Actor
where id = @Id and stage = @From;

-- name: save-policy
-- Keeps what a policy has learned, with the decision up to which.
update strategy_ad_policies
set state = @State, places = @Places, learned = @Learned, read_to = @ReadTo, learned_to = @LearnedTo, explored_day = @ExploredDay, explored = @Explored
where id = @Id;

-- name: read-switch
-- Whether advertising is switched off.
select is_off as IsOff, actor as Actor, at as At, reason as Reason from strategy_ad_switch;

-- name: set-switch
-- Switches advertising.
insert into strategy_ad_switch (id, is_off, actor, at, reason)
values (1, @IsOff, @Actor, @At, @Reason)
on conflict (id) do update set is_off = excluded.is_off, actor = excluded.actor, at = excluded.at, reason = excluded.reason;
