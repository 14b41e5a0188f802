-- How many values of the file did not fit their fields and were left out, in rows that were imported all the same.
alter table import_parts add column left_out bigint not null default 0;

-- 0 for a row that was not imported. Otherwise its number of values left out, which `problem` lists as a JSON array.
alter table import_rejects add column left_out bigint not null default 0;

-- The encoding of the file by its name, null to recognise it; and what the survey of the whole file told, as JSON.
alter table imports add column encoding text;
alter table imports add column facts text;

-- Why rows were not imported (outcome 0) and values left out (1): how often for each reason and field, by part, so that two parts
-- never wait for each other.
create table import_reasons (
    import_id bigint not null,
    part bigint not null,
    outcome bigint not null,
    code text collate "C" not null,
    field text collate "C" not null,
    rows bigint not null,
    primary key (import_id, part, outcome, code, field)
);

-- People look at either kind by itself, the few beside the many.
create index import_rejects_not_imported on import_rejects (import_id, source_row) where left_out = 0;
create index import_rejects_left_out on import_rejects (import_id, source_row) where left_out > 0;
