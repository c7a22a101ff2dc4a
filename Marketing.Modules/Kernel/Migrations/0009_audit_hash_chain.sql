-- SHA-256 of the line before and of this line's content. Lines written before the chain get theirs at the first start after.
alter table kernel_audit add column hash blob;

-- The end of the chain: the newest line, so that a line cut off at the end shows too.
create table kernel_audit_chain (
    id integer not null primary key check (id = 1),
    last_id integer not null,
    last_hash blob not null
);
