-- name: list-rates
-- A page of rates by currency, the newest day first.
select currency as Currency, day as Day, rate as Rate
from data_currency_rates
where @Search is null or currency = @Search
order by currency, day desc
limit @Take offset @Skip;

-- name: count-rates
-- How many rates there are.
select count(*) from data_currency_rates where @Search is null or currency = @Search;

-- name: set-rate
-- Gives or corrects a rate.
insert into data_currency_rates (currency, day, rate) values (@Currency, @Day, @Rate)
on conflict (currency, day) do update set rate = excluded.rate;

-- name: remove-rate
-- Removes a rate.
delete from data_currency_rates where currency = @Currency and day = @Day;

-- name: waiting-rows
-- Rows of visible imports that a rule left out and no visible import has brought in since, by import and currency.
select i.id as Import, i.name as File, x.value as Currency, count(*) as Rows
from data_import_rules r
join data_imports i on i.id = r.import_id and i.state = @Applied
join data_import_issues x on x.import_id = i.id and x.rule = r.rule
where r.rule = @Rule
    and not exists (
        select 1
        from data_import_corrections c
        join data_imports b on b.id = c.import_id and b.state = @Applied
        where c.of_import = x.import_id and c.of_row = x.row)
group by i.id, i.name, x.value
order by i.id desc, x.value;
