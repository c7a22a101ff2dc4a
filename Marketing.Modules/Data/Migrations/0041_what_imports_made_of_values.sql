-- What an import made of a value stood in words before the reason. It may be somebody's number, so that it stands by itself and goes
-- with value and text: null where the rule says all, empty where nothing was taken.
alter table data_import_issues add column made text;

update data_import_issues
set made = case
        when rule = 'unknown-status' then null
        when rule = 'other-customer-in-order' and reason like 'no customer was taken instead. %' then ''
        else substr(reason, 1, instr(reason, ' was taken instead. ') - 1)
    end,
    reason = substr(reason, instr(reason, ' was taken instead. ') + length(' was taken instead. '))
where effect = 'change' and instr(reason, ' was taken instead. ') > 0;

-- Where value and text are gone, this goes too. Erasures have not looked into it: whom it names may be erased since, which only the key
-- of the erase list tells, so that no customer's number stays where anybody was.
update data_import_issues set made = null
where made <> '' and ((value = '' and text = '') or (rule = 'other-customer-in-order' and exists (select 1 from data_erased)));
