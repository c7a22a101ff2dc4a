-- name: list-transfers
-- Recorded transfers, those that hold first, the newest of each first.
select id as Id, place as Place, recipient as Recipient, country as Country, basis as Basis, safeguard as Safeguard, purpose as Purpose, actor as Actor,
    created_at as Created, ended_at as Ended, ended_by as EndedBy
from data_transfers
order by case when ended_at is null then 0 else 1 end, id desc;

-- name: add-transfer
-- Records a transfer.
insert into data_transfers (place, recipient, country, basis, safeguard, purpose, actor, created_at)
values (@Place, @Recipient, @Country, @Basis, @Safeguard, @Purpose, @Actor, @Now)
returning id;

-- name: end-transfer
-- Ends a transfer that holds.
update data_transfers set ended_at = @Now, ended_by = @Actor where id = @Transfer and ended_at is null;

-- name: transfer-holds
-- Whether something is recorded for a way out.
select exists (select 1 from data_transfers where place = @Place and ended_at is null);

-- name: find-controller
-- Who answers for the processing.
select name as Name, contact as Contact, country as Country, officer as Officer from data_controller where id = 1;

-- name: save-controller
-- Says who answers for the processing.
insert into data_controller (id, name, contact, country, officer) values (1, @Name, @Contact, @Country, @Officer)
on conflict (id) do update set name = excluded.name, contact = excluded.contact, country = excluded.country, officer = excluded.officer;
