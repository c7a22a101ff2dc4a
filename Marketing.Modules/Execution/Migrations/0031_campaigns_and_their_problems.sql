-- Whether a campaign has begun to go out over SMTP is asked before each slice of files.
create index execution_messages_over_smtp on execution_messages (campaign_id) where channel = 'smtp';

-- Why the messages of a campaign could not be queued at the latest attempt.
alter table execution_campaigns add column problem text;
