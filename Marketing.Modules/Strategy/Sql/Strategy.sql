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
