-- The contact of a row that was imported without some of its values: the row's cells go when the contact goes.
alter table import_rejects add column contact_id bigint;
create index import_rejects_contact on import_rejects (contact_id) where contact_id is not null;
