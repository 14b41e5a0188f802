-- Accounts (companies), the contacts in them with their roles, and the lists that people keep: roles and statuses.

-- list: which one the entry is in, see `List` in the crate store. position: from 1, without gaps.
create table list_entries (
    entry_id bigint not null primary key,
    list text collate "C" not null,
    label text not null,
    label_key text collate "C" not null,
    colour text collate "C" not null,
    position bigint not null,
    unique (list, label_key)
);

-- The primary and the secondary contact are among the account's contacts.
create table accounts (
    account_id bigint not null primary key,
    name text not null,
    name_key text collate "C" not null unique,
    address1 text,
    address2 text,
    zip text,
    city text,
    state text,
    country text,
    website text,
    phone text,
    fax text,
    email text,
    owner text,
    notes text,
    status_id bigint,
    parent_id bigint,
    primary_contact_id bigint,
    secondary_contact_id bigint,
    created_at bigint not null,
    changed_at bigint not null
);
create index accounts_by_parent on accounts (parent_id);

create table account_contacts (
    contact_id bigint not null,
    account_id bigint not null,
    role_id bigint,
    since bigint not null,
    primary key (contact_id, account_id)
);
create index account_contacts_by_account on account_contacts (account_id, contact_id);

-- Accounts whose contacts are in a group, for the reason `Reason::Account` of the domain.
create table group_accounts (
    group_id bigint not null,
    account_id bigint not null,
    primary key (group_id, account_id)
);
create index group_accounts_by_account on group_accounts (account_id, group_id);

-- A contact's status is a text, which imports fill; this tells which ones there are. Contacts without one cost nothing.
create index contacts_by_status on contacts (status) where status is not null;

insert into counters (name, next) values ('account', 1), ('list_entry', 1);
