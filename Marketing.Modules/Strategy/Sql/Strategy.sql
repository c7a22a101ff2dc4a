-- name: current-book
-- The book of rules in force, or none.
select version as Version, at as At, actor as Actor, note as Note, book as Book
from strategy_rule_books
order by version desc
limit 1;

-- name: find-book
-- One published book.
select version as Version, at as At, actor as Actor, note as Note, book as Book
from strategy_rule_books
where version = @Version;

-- name: list-books
-- Published books, newest first.
select version as Version, at as At, actor as Actor, note as Note, book as Book
from strategy_rule_books
order by version desc
limit @Take offset @Skip;

-- name: count-books
-- How many books were published.
select count(*) from strategy_rule_books;

-- name: publish-book
-- Writes a book behind the one it was made from; nothing when another came between.
insert into strategy_rule_books (version, at, actor, note, book)
select @BasedOn + 1, @At, @Actor, @Note, @Book
where @BasedOn = (select coalesce(max(version), 0) from strategy_rule_books);

-- name: find-draft
-- The book that a person is at work on, or none.
select based_on as BasedOn, book as Book
from strategy_rule_drafts
where actor = @Actor;

-- name: save-draft
-- Keeps the book that a person is at work on.
insert into strategy_rule_drafts (actor, based_on, book)
values (@Actor, @BasedOn, @Book)
on conflict (actor) do update set based_on = excluded.based_on, book = excluded.book;

-- name: drop-draft
-- Lets go of the book that a person was at work on.
delete from strategy_rule_drafts where actor = @Actor;
