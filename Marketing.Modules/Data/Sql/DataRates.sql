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
