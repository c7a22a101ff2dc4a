-- When a file was last imported with a remembered mapping, UTC milliseconds.
alter table data_import_mappings add column used_at integer;
