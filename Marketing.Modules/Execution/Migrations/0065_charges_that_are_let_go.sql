-- The first day (as a number of days since 0001-01-01) of which charges of clicks are kept one by one; of earlier ones click_mills of
-- execution_ad_days holds the sums.
alter table execution_ad_marks add column charged_from integer not null default 0;
