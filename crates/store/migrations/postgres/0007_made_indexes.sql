-- Indexes made when people ask for what they answer (store, `indexes.rs`): wanted, building, ready or refused by the database.
-- position: up to which contact the search index has come, while it is built.
create table made_indexes (
    name text collate "C" not null primary key,
    state text collate "C" not null,
    position bigint not null default 0,
    lease_until bigint,
    wanted_at bigint not null
);
