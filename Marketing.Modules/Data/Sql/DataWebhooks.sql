-- name: list-webhooks
-- Every webhook with the sums of its listed deliveries.
select w.id as Id, w.name as Name, w.kind as Kind, w.enabled as Enabled, w.secret as Secret, w.created_at as CreatedAt,
    (select max(at) from data_webhook_deliveries d where d.webhook_id = w.id) as LastAt,
    (select count(*) from data_webhook_deliveries d where d.webhook_id = w.id and d.state in (1, 2)) as Taken,
    (select count(*) from data_webhook_deliveries d where d.webhook_id = w.id and d.state in (3, 4)) as Waiting,
    w.refused as Refused, w.refused_at as RefusedAt, w.refused_reason as RefusedReason
from data_webhooks w
order by w.name;

-- name: find-webhook
-- One webhook as a delivery needs it.
select id as Id, name as Name, kind as Kind, enabled as Enabled, secret as Secret
from data_webhooks
where id = @id;

-- name: count-webhooks-named
-- How many webhooks have a name: 0 or 1.
select count(*) from data_webhooks where name = @name;

-- name: add-webhook
-- A new webhook; gives its id.
insert into data_webhooks (name, kind, secret, enabled, created_at, refused)
values (@Name, @Kind, @Secret, 1, @CreatedAt, 0)
returning id;

-- name: set-webhook-secret
-- Another secret, and the count of refusals anew: the old ones were of the old secret.
update data_webhooks set secret = @secret, refused = 0, refused_at = null, refused_reason = null where id = @id;

-- name: enable-webhook
-- On or off.
update data_webhooks set enabled = @enabled where id = @id;

-- name: count-refusal
-- One more delivery with a wrong signature.
update data_webhooks set refused = refused + 1, refused_at = @at, refused_reason = @reason where id = @id;

-- name: has-delivery
-- Whether a delivery came before, by its id or by its body; without a body by its id alone.
select exists (select 1 from data_webhook_deliveries where webhook_id = @id and key = @key)
    or exists (select 1 from data_webhook_deliveries where webhook_id = @id and body_hash = @hash);

-- name: add-delivery
-- A delivery that was dealt with.
insert into data_webhook_deliveries (webhook_id, key, body_hash, topic, at, bytes, items, state, reason)
values (@Webhook, @Key, @Hash, @Topic, @At, @Bytes, @Items, @State, @Reason)
on conflict (webhook_id, key) do nothing;

-- name: drop-old-deliveries
-- Deliveries that are too old to come again.
delete from data_webhook_deliveries where webhook_id = @Webhook and at < @Oldest;

-- name: list-deliveries
-- A page of deliveries, newest first.
select id as Id, at as At, topic as Topic, key as Key, state as State, items as Items, bytes as Bytes, reason as Reason
from data_webhook_deliveries
where webhook_id = @id
order by id desc
limit @take offset @skip;

-- name: count-deliveries
-- How many are listed.
select count(*) from data_webhook_deliveries where webhook_id = @id;

-- name: read-version
-- How new the newest known state of a thing is.
select changed_at from data_webhook_versions where webhook_id = @Webhook and kind = @Kind and resource = @Resource;

-- name: save-version
-- A state was taken; an older one never replaces a newer one.
insert into data_webhook_versions (webhook_id, kind, resource, changed_at)
values (@Webhook, @Kind, @Resource, @ChangedAt)
on conflict (webhook_id, kind, resource) do update set changed_at = excluded.changed_at where excluded.changed_at > data_webhook_versions.changed_at;

-- name: read-codes
-- Codes under which a product of the shop system was sold.
select code from data_webhook_codes where webhook_id = @webhook and product = @product order by code;

-- name: drop-codes
-- Forgets the codes of a product before its present ones are noted.
delete from data_webhook_codes where webhook_id = @webhook and product = @product;

-- name: add-code
-- One code of a product.
insert into data_webhook_codes (webhook_id, product, code)
values (@webhook, @product, @code)
on conflict (webhook_id, product, code) do nothing;

-- name: open-sender
-- The standing import of a webhook, under which what it sent is kept; applied from the start.
insert into data_imports (name, actor, state, started_at, finished_at, file_hash, file_bytes, rows, orders, lines, returns, anonymous, unchanged, rejected, changed, seconds, is_demo, kind, door)
values (@Sender, 'intake', 2, @At, @At, '', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 'live', @Door)
on conflict (door, name) where kind = 'live' do nothing;

-- name: set-apart
-- Keeps a delivery as it came, with the reason.
insert into data_quarantine (import_id, item_kind, item_id, field, reason, why, item, received_at, state)
select id, @ItemKind, @ItemId, @Field, @Reason, @Why, @Item, @At, 1
from data_imports
where door = @Door and name = @Sender and kind = 'live'
on conflict (import_id, item_kind, item_id) do nothing;
