-- name: read-channel
-- How messages go out, at most one row.
select live as Live, host as Host, port as Port, security as Security, user_name as UserName, password as Password, sender as Sender, sender_name as SenderName
from execution_channel
where id = 1;

-- name: save-channel
-- Writes the one row.
insert into execution_channel (id, live, host, port, security, user_name, password, sender, sender_name)
values (1, @Live, @Host, @Port, @Security, @UserName, @Password, @Sender, @SenderName)
on conflict (id) do update set
    live = excluded.live,
    host = excluded.host,
    port = excluded.port,
    security = excluded.security,
    user_name = excluded.user_name,
    password = excluded.password,
    sender = excluded.sender,
    sender_name = excluded.sender_name;
