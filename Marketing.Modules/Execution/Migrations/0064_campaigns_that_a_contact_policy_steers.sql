-- Whether the contact policy decides who is written to; steered_by is the policy of a campaign that has begun, 0 where none was allowed to act. left_alone counts whom it left alone.
alter table execution_campaigns add column is_steered integer not null default 0 check (is_steered in (0, 1));
alter table execution_campaigns add column steered_by integer;
alter table execution_campaigns add column left_alone integer not null default 0;
