-- name: list-sites
-- Every site by name.
select id as Id, name as Name, site_key as SiteKey, secret as Secret, origins as Origins, enabled as Enabled, created_at as CreatedAt
from data_tracked_sites
order by name;

-- name: add-site
-- A new site; gives its id.
insert into data_tracked_sites (name, site_key, secret, origins, enabled, created_at)
values (@Name, @SiteKey, @Secret, @Origins, 1, @CreatedAt)
returning id;

-- name: change-site
-- Other origins, on or off.
update data_tracked_sites set origins = @origins, enabled = @enabled where id = @id;
