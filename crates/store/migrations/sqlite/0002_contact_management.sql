-- Custom fields, activities, groups by condition, and the work that keeps them true.

-- custom: the values of custom fields, as a JSON object of texts. folded: for each field whose text does not fold to its
-- ASCII lower case, the folded text (crate domain, `fold`): both databases then compare alike. Both are null when empty.
alter table contacts add column custom text;
alter table contacts add column folded text;
create index contacts_by_created_at on contacts (created_at);
create index contacts_by_changed_at on contacts (changed_at);

-- What the search looks through: address, names and company, folded. Narrow, and in the order of ids, so that what many have is
-- found at once and what few have in one short pass. Written with the contacts (store, `search.rs`).
create table contact_search (
    contact_id integer not null primary key,
    text text not null
);

create table custom_fields (
    field_id integer not null primary key,
    name text collate binary not null unique,
    label text not null,
    label_key text collate binary not null unique,
    kind text collate binary not null,
    choices text not null,
    created_at bigint not null
);

create table contact_notes (
    contact_id bigint not null,
    note_id bigint not null,
    text text not null,
    created_at bigint not null,
    changed_at bigint not null,
    primary key (contact_id, note_id)
) without rowid;

create table activity_types (
    type_id integer not null primary key,
    name text collate binary not null unique,
    label text not null,
    builtin bigint not null,
    enabled bigint not null,
    manual bigint not null,
    colour text not null
);

-- request_key: given by the client, so that sending an activity again does not double it.
create table activities (
    contact_id bigint not null,
    activity_id bigint not null,
    type_id bigint not null,
    at bigint not null,
    item text,
    value text,
    url text,
    referrer text,
    title text,
    comment text,
    campaign text,
    utm_source text,
    utm_medium text,
    utm_content text,
    culture text,
    folded text,
    request_key text collate binary,
    created_at bigint not null,
    primary key (contact_id, activity_id)
) without rowid;
create index activities_by_type on activities (type_id, at, activity_id, contact_id);
create index activities_by_time on activities (at, activity_id);
create unique index activities_by_key on activities (contact_id, request_key) where request_key is not null;

-- A group with a condition holds the contacts for which it is true. swept_at: up to when contacts that a passing time
-- moved across one of its edges have been looked at.
alter table contact_groups add column description text;
alter table contact_groups add column condition text;
alter table contact_groups add column state text collate binary not null default 'ready';
alter table contact_groups add column swept_at bigint not null default 0;

-- reasons from 16 on: excluded by hand, whatever the other reasons; such a row is no member.
drop index members_by_group;
create index members_by_group on members (group_id, contact_id, reasons);

-- How many contacts entered and left a group on a day (YYYY-MM-DD, UTC).
create table group_days (
    group_id bigint not null,
    day text collate binary not null,
    entered bigint not null,
    gone bigint not null,
    primary key (group_id, day)
) without rowid;

-- What an import's recalculation did to the groups.
create table import_effects (
    import_id bigint not null,
    group_id bigint not null,
    entered bigint not null,
    gone bigint not null,
    primary key (import_id, group_id)
) without rowid;

-- Work that outlives a request, done step by step: position is where it goes on, done and total are what people see.
create table work_items (
    work_id integer not null primary key,
    kind text collate binary not null,
    state text collate binary not null,
    subject_id bigint,
    payload text not null,
    contacts blob,
    position bigint not null default 0,
    done bigint not null default 0,
    total bigint,
    failure text,
    owner text,
    lease_until bigint,
    attempts bigint not null default 0,
    created_at bigint not null,
    finished_at bigint
);
create index work_items_waiting on work_items (kind, state, work_id);

insert into counters (name, next) values
    ('recalculation', 1), ('field', 1), ('note', 1), ('activity', 1), ('activity_type', 100), ('change', 1), ('work', 1);

-- The built-in activity types; custom ones follow from 100.
insert into activity_types (type_id, name, label, builtin, enabled, manual, colour) values
    (1, 'page_visit', 'Page visit', 1, 1, 0, 'blue'),
    (2, 'landing_page', 'Landing page', 1, 1, 0, 'cyan'),
    (3, 'registration', 'Registration', 1, 1, 1, 'green'),
    (4, 'login', 'Login', 1, 1, 0, 'teal'),
    (5, 'form_submitted', 'Form submitted', 1, 1, 1, 'indigo'),
    (6, 'internal_search', 'Internal search', 1, 1, 0, 'grape'),
    (7, 'external_search', 'External search', 1, 1, 0, 'violet'),
    (8, 'newsletter_subscription', 'Newsletter subscription', 1, 1, 0, 'lime'),
    (9, 'unsubscription', 'Unsubscription', 1, 1, 0, 'orange'),
    (10, 'unsubscription_all', 'Unsubscription from all', 1, 1, 0, 'red'),
    (11, 'email_opened', 'E-mail opened', 1, 1, 0, 'gray'),
    (12, 'email_clicked', 'E-mail link clicked', 1, 1, 0, 'blue'),
    (13, 'product_added_to_cart', 'Product added to cart', 1, 1, 0, 'yellow'),
    (14, 'product_removed_from_cart', 'Product removed from cart', 1, 1, 0, 'yellow'),
    (15, 'product_added_to_wish_list', 'Product added to wish list', 1, 1, 0, 'pink'),
    (16, 'purchase', 'Purchase', 1, 1, 1, 'green'),
    (17, 'purchased_product', 'Purchased product', 1, 1, 1, 'green'),
    (18, 'abandoned_cart', 'Abandoned cart', 1, 1, 0, 'orange');
