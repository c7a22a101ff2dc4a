-- What planned promotions add to what is foretold of a product, as JSON; null where none covers a day foretold. It is in mean already.
alter table model_demand_products add column lift text;
