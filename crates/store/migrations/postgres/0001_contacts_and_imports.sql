-- Contacts, their identities, groups and history; imports and what they need to go on after a kill.
-- Keys have the collation "C", so that they compare by their bytes as SQLite does.

create table counters (
    name text collate "C" not null primary key,
    next bigint not null
);
insert into counters (name, next) values ('contact', 1), ('group', 1), ('import', 1), ('file', 1);

create table contacts (
    contact_id bigint not null primary key,
    email text not null,
    first_name text,
    middle_name text,
    last_name text,
    salutation text,
    title_before text,
    title_after text,
    job_title text,
    company text,
    address1 text,
    address2 text,
    city text,
    zip text,
    state text,
    country text,
    mobile_phone text,
    business_phone text,
    home_phone text,
    website text,
    birthday text,
    gender text,
    status text,
    owner text,
    campaign text,
    notes text,
    created_at bigint not null,
    changed_at bigint not null,
    source_import bigint,
    source_row bigint
);

-- What finds a contact; kind 1 is an e-mail address in its compared spelling.
create table identities (
    kind bigint not null,
    value text collate "C" not null,
    contact_id bigint not null,
    primary key (kind, value)
);

create table contact_groups (
    group_id bigint not null primary key,
    name text not null,
    name_key text collate "C" not null unique,
    created_at bigint not null
);

-- reasons: bits, see `Reason` in the domain.
create table members (
    contact_id bigint not null,
    group_id bigint not null,
    reasons bigint not null,
    since bigint not null,
    primary key (contact_id, group_id)
);
create index members_by_group on members (group_id, contact_id);

-- One row per contact and origin that changed it: the values before, of the changed fields only.
create table contact_history (
    contact_id bigint not null,
    origin_kind bigint not null,
    origin_id bigint not null,
    source_row bigint,
    changed_at bigint not null,
    changed_before bigint not null,
    before text not null,
    primary key (contact_id, origin_kind, origin_id)
);

create table files (
    file_id bigint not null primary key,
    name text not null,
    size bigint not null,
    created_at bigint not null
);

create table imports (
    import_id bigint not null primary key,
    state text collate "C" not null,
    file_id bigint,
    path text,
    file_name text not null,
    file_size bigint not null,
    file_stamp text not null,
    header text not null,
    fields text not null,
    delimiter text not null,
    blank text not null,
    group_id bigint,
    parts bigint not null,
    rows_total bigint,
    created_at bigint not null,
    started_at bigint,
    finished_at bigint,
    failure text,
    owner text,
    lease_until bigint,
    attempts bigint not null default 0
);

-- Progress of one part of an import (rows divided by a hash of the identity), written with each chunk.
create table import_parts (
    import_id bigint not null,
    part bigint not null,
    owner text not null,
    position bigint not null,
    imported bigint not null,
    updated bigint not null,
    unchanged bigint not null,
    repeated_in_file bigint not null,
    not_imported bigint not null,
    primary key (import_id, part)
);

-- Which contacts a part has met: one bit per contact, in pages of 65,536 ids.
create table import_seen (
    import_id bigint not null,
    part bigint not null,
    page bigint not null,
    bits bytea not null,
    primary key (import_id, part, page)
);

create table import_rejects (
    import_id bigint not null,
    source_row bigint not null,
    source_column bigint,
    problem text not null,
    cells text not null,
    primary key (import_id, source_row)
);

-- The mapping last used for files with these columns.
create table mappings (
    header_signature text collate "C" not null primary key,
    fields text not null,
    used_at bigint not null
);

-- Requests that created something, by their idempotency key.
create table requests (
    request_key text collate "C" not null primary key,
    fingerprint text not null,
    resource_id bigint not null,
    created_at bigint not null
);
