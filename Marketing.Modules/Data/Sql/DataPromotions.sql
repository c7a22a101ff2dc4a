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

-- name: stamp-of-promotions
-- Whether promotions came, went or were changed since: how many there are, the last id, and the times of their changes.
select count(*) as Count, coalesce(max(id), 0) as LastId, coalesce(max(changed_at), 0) as Changed, coalesce(sum(changed_at), 0) as Changes from data_promotions;

-- name: find-promotion
-- One promotion.
select id, name, scope, category, products, first_day as FirstDay, last_day as LastDay, cut, note, entered_at as EnteredAt, entered_by as EnteredBy, changed_at as ChangedAt, changed_by as ChangedBy
from data_promotions
where id = @Id;

-- name: add-promotion
-- A promotion under the next id.
insert into data_promotions (name, scope, category, products, first_day, last_day, cut, note, entered_at, entered_by, changed_at, changed_by)
values (@Name, @Scope, @Category, @Products, @FirstDay, @LastDay, @Cut, @Note, @At, @Actor, @At, @Actor);

-- name: restore-promotion
-- A deleted promotion as it was; the next id where it is null.
insert into data_promotions (id, name, scope, category, products, first_day, last_day, cut, note, entered_at, entered_by, changed_at, changed_by)
values (@Id, @Name, @Scope, @Category, @Products, @FirstDay, @LastDay, @Cut, @Note, @EnteredAt, @EnteredBy, @At, @Actor)
returning id;

-- name: end-promotion
-- Another last day of a promotion.
update data_promotions set last_day = @LastDay, changed_at = @At, changed_by = @Actor where id = @Id;

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
