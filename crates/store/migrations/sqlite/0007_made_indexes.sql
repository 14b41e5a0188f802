-- Indexes made when people ask for what they answer (store, `indexes.rs`): wanted, building, ready or refused by the database.
-- position: up to which contact the search index has come, while it is built.
create table made_indexes (
    name text not null primary key,
    state text not null,
    position integer not null default 0,
    lease_until integer,
    wanted_at integer not null
) without rowid;

-- Which contacts have three letters in a row somewhere in their search text; filled on demand (store, `search.rs`). What is
-- deleted leaves its traces until it is filled anew, which an erasure asks for: to overwrite them at once costs 6 ms a contact.
create virtual table search_trigrams using
    fts5(text, content = '', columnsize = 0, detail = none, tokenize = 'trigram case_sensitive 1');
