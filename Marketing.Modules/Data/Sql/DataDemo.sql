-- name: invent-product
-- Gives a product the cost and stock of the demo shop.
update data_products set cost = @Cost, stock = @Stock, simulated = 'cost stock' where id = @Id;

-- name: invent-person
-- Gives a customer the name and address of the demo shop.
update data_customers set email = @Email, name = @Name, simulated = 'email name' where id = @Id;

-- name: invent-consent
-- Notes what a customer of the demo shop said about mail.
insert into data_consents (customer_id, purpose, channel, granted, at, source, wording, simulated, import_id)
values (@Customer, @Purpose, @Channel, @Granted, @At, @Source, @Wording, 1, @Import);

-- name: invent-event
-- Notes what a visitor of the demo shop did.
insert into data_events (customer_id, product_id, kind, at, simulated, import_id) values (@Customer, @Product, @Kind, @At, 1, @Import);

-- name: invented-events
-- Events an earlier, broken load had written.
select id from data_events where simulated = 1;

-- name: invented-consents
-- Consents an earlier, broken load had written.
select id from data_consents where simulated = 1;

-- name: forget-event
-- Removes an event.
delete from data_events where id = @Id;

-- name: forget-consent
-- Removes a consent.
delete from data_consents where id = @Id;
