-- How many rows lay behind all parts together when the import was last claimed: `attempts` counts the claims since it went on.
alter table imports add column progress bigint not null default 0;
-- Why the import waits, as JSON; null while nothing is in its way.
alter table imports add column trouble text;
