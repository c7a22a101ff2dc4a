-- name: list-promotions
-- A page of promotions, the latest first day first.
select id, name, scope, category, products, first_day as FirstDay, last_day as LastDay, cut, note, entered_at as EnteredAt, entered_by as EnteredBy, changed_at as ChangedAt, changed_by as ChangedBy
from data_promotions
where @Search is null or instr(lower(name || ' ' || coalesce(category, '') || ' ' || products), lower(@Search)) > 0
order by first_day desc, id desc
limit @Take offset @Skip;

-- name: count-promotions
-- How many promotions there are.
select count(*) from data_promotions where @Search is null or instr(lower(name || ' ' || coalesce(category, '') || ' ' || products), lower(@Search)) > 0;

-- name: all-promotions
-- Every promotion by id.
select id, name, scope, category, products, first_day as FirstDay, last_day as LastDay, cut, note, entered_at as EnteredAt, entered_by as EnteredBy, changed_at as ChangedAt, changed_by as ChangedBy
from data_promotions
order by id;

-- name: add-promotion
-- A new promotion; gives its id.
insert into data_promotions (name, scope, category, products, first_day, last_day, cut, note, entered_at, entered_by, changed_at, changed_by)
values (@Name, @Scope, @Category, @Products, @FirstDay, @LastDay, @Cut, @Note, @At, @Actor, @At, @Actor)
returning id;

-- name: change-promotion
-- Other words of a promotion.
update data_promotions
set name = @Name, scope = @Scope, category = @Category, products = @Products, first_day = @FirstDay, last_day = @LastDay, cut = @Cut, note = @Note, changed_at = @At, changed_by = @Actor
where id = @Id;

-- name: remove-promotion
-- Deletes a promotion.
delete from data_promotions where id = @Id;

-- name: products-on-the-shelf
-- Code and category of every product, whether it is still sold or not.
select code, category from data_products;
