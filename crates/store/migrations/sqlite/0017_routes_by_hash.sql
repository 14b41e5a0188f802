-- The part of each address of a merged contact when an import was asked for, by a keyed hash of the address: an erasure leaves
-- nothing of the address here and does not send its rows into another part. Gone when the import has ended.
alter table import_routes rename to plain_routes;
create table import_routes (
    import_id bigint not null,
    hash text collate binary not null,
    part bigint not null,
    primary key (import_id, hash)
) without rowid;
