-- Where the chain begins once old lines are gone: number and hash of the last line that was removed at the end of its period.
alter table kernel_audit_chain add column anchor_id integer not null default 0;

alter table kernel_audit_chain add column anchor_hash blob;
