-- name: product-codes
-- The shop's codes of products by id.
select id, code from data_products where id in @Ids;
