-- name: find-text
-- The id of a text of decisions.
select id from data_decision_texts where hash = @Hash;

-- name: add-text
-- Keeps a text of decisions.
insert into data_decision_texts (hash, body) values (@Hash, @Body) returning id;

-- name: count-reasoned
-- Decisions before an instant that say why and in what situation.
select count(*) as Rows, min(at) as Oldest from data_decisions where at < @Before and (reasons_id <> @Reasons or context_id <> @Context);

-- name: reasons-ended
-- How far decisions have lost their reasons: those up to an id that were made before an instant have.
select before as Before, seen as Seen from data_reasons_ended;

-- name: end-reasons
-- Notes how far it is now.
update data_reasons_ended set before = @Before, seen = @Seen;

-- name: find-aged
-- The next decisions that have grown old since the last run, by time.
select id as Id, at as At from data_decisions
where at >= @From and (at, id) > (@From, @After) and at < @Before and (reasons_id <> @Reasons or context_id <> @Context)
order by at, id
limit @Take;

-- name: find-late
-- The next decisions that were written since the last run and are older than what had ended then: a clock was set back.
select id as Id, at as At from data_decisions
where id > @After and id <= @Seen and +at < @Before and (reasons_id <> @Reasons or context_id <> @Context)
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

-- name: last-loose
-- The newest number of a text that a decision let go of.
select coalesce(max(number), 0) from data_loose_texts;

-- name: texts-of-nothing
-- Those of them up to a number that no decision and no frame refers to. Only what was let go of is looked for in the ledger, and nothing when nothing was.
select l.text_id
from data_loose_texts l
join data_decision_texts t on t.id = l.text_id
where l.number <= @LastLoose and length(t.body) > 2 and l.text_id not in (
    select reasons_id from data_decisions where reasons_id in (select text_id from data_loose_texts)
    union all
    select context_id from data_decisions where context_id in (select text_id from data_loose_texts)
    union all
    select candidates_id from data_decision_frames where candidates_id in (select text_id from data_loose_texts));

-- name: forget-loose
-- Forgets some of the texts up to a number: they are blank, or still referred to.
delete from data_loose_texts where number in (select number from data_loose_texts where number <= @LastLoose order by number limit @Take);

-- name: blank-text
-- Takes the words out of such a text, unless a decision made meanwhile refers to it. The row stays: its end would be looked for in every decision.
update data_decision_texts set body = '', hash = @Hash
where id = @Id
    and not exists (select 1 from data_decisions d where d.id > @LastDecision and (d.reasons_id = @Id or d.context_id = @Id))
    and not exists (select 1 from data_decision_frames f where f.id > @LastFrame and f.candidates_id = @Id);
