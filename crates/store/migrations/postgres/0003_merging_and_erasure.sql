-- One person in two contacts: suggestions, merges and how to take them back; erased people; contacts that nobody needs.

-- What two contacts are alike in: a hash of each trait, see `Likeness` in the domain, as of the last search.
create table duplicate_keys (
    contact_id bigint not null,
    why bigint not null,
    key bigint not null,
    primary key (contact_id, why, key)
);
create index duplicate_keys_by_key on duplicate_keys (why, key, contact_id);

-- Contacts that may be one person; the lower id first. why: bits of `Likeness`. dismissed: a person said that they are not.
create table duplicate_pairs (
    contact_id bigint not null,
    other_id bigint not null,
    why bigint not null,
    search_id bigint not null,
    dismissed bigint not null default 0,
    primary key (contact_id, other_id)
);
create index duplicate_pairs_by_other on duplicate_pairs (other_id, contact_id);

-- record: what it takes to undo the merge, as JSON.
create table merges (
    contact_id bigint not null,
    merge_id bigint not null,
    other_id bigint not null,
    merged_at bigint not null,
    record text not null,
    primary key (contact_id, merge_id)
);

-- merged: 1 for an identity that its contact got by a merge, beside the one of the address that it shows. Null otherwise,
-- so that the index, by which those of a contact are found, costs an import nothing.
alter table identities add column merged bigint;
create index identities_merged on identities (contact_id) where merged is not null;

-- The addresses of merged contacts when an import was asked for, each with the one by which all of a contact's rows find the
-- same part. Gone when the import has ended.
create table import_routes (
    import_id bigint not null,
    value text collate "C" not null,
    route text not null,
    primary key (import_id, value)
);

-- Random keys, made when they are first needed.
create table secrets (
    name text collate "C" not null primary key,
    value text not null
);

-- A keyed hash of each address that its owner had erased: enough to keep it out, too little to write to it.
create table erased (
    hash text collate "C" not null primary key,
    erased_at bigint not null
);

-- Which contacts are deleted by themselves: one row.
create table inactivity_policy (
    policy_id bigint not null primary key,
    enabled bigint not null,
    days bigint not null,
    asked_at bigint not null
);
insert into inactivity_policy (policy_id, enabled, days, asked_at) values (1, 0, 365, 0);

insert into counters (name, next) values ('merge', 1);
