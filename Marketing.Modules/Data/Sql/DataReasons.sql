-- name: find-text
-- The id of a text of decisions.
select id from data_decision_texts where hash = @Hash;

-- name: add-text
-- Keeps a text of decisions.
insert into data_decision_texts (hash, body) values (@Hash, @Body) returning id;

-- name: count-reasoned
-- Decisions before an instant that say why and in what situation.
select count(*) as Rows, min(at) as Oldest from data_decisions where at < @Before and (reasons_id <> @Reasons or context_id <> @Context);

-- name: find-reasoned
-- The next of them.
select id from data_decisions
where id > @After and at < @Before and (reasons_id <> @Reasons or context_id <> @Context)
order by id
limit @Take;

-- name: empty-reasons
-- They keep what was chosen with which probability, and lose why and in what situation.
update data_decisions set reasons_id = @Reasons, context_id = @Context where id in @Ids;

-- name: last-decision
-- The newest decision.
select coalesce(max(id), 0) from data_decisions;

-- name: last-frame
-- The newest frame of decisions.
select coalesce(max(id), 0) from data_decision_frames;

-- name: texts-of-nothing
-- Texts that no decision and no frame refers to.
select id from data_decision_texts
where length(body) > 2 and id not in (
    select reasons_id from data_decisions
    union all
    select context_id from data_decisions
    union all
    select candidates_id from data_decision_frames);

-- name: blank-text
-- Takes the words out of such a text, unless a decision made meanwhile refers to it. The row stays: its end would be looked for in every decision.
update data_decision_texts set body = '', hash = @Hash
where id = @Id
    and not exists (select 1 from data_decisions d where d.id > @LastDecision and (d.reasons_id = @Id or d.context_id = @Id))
    and not exists (select 1 from data_decision_frames f where f.id > @LastFrame and f.candidates_id = @Id);
