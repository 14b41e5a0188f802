-- Scores and personas: rules that give points, what they give each contact, and what came of it.

-- rules, draft: as typed, as JSON. state: 'ready', or 'rebuilding' while the rules are new. swept_at: up to when contacts that
-- passing time moved across an edge of a rule's condition have been looked at.
create table scores (
    score_id bigint not null primary key,
    name text not null,
    name_key text collate "C" not null unique,
    description text,
    enabled bigint not null,
    rules text not null,
    draft text,
    limit_points bigint,
    state text collate "C" not null,
    swept_at bigint not null,
    created_at bigint not null
);

-- Only contacts that have points, or get some when time has passed. due_at: when passing time next changes the points.
create table contact_scores (
    contact_id bigint not null,
    score_id bigint not null,
    points bigint not null,
    due_at bigint,
    primary key (contact_id, score_id)
);
create index contact_scores_by_points on contact_scores (score_id, points, contact_id);
create index contact_scores_by_due on contact_scores (score_id, due_at) where due_at is not null;

-- A contact reached the limit of a score.
create table score_crossings (
    contact_id bigint not null,
    score_id bigint not null,
    at bigint not null,
    points bigint not null,
    primary key (contact_id, score_id, at)
);
create index score_crossings_by_time on score_crossings (score_id, at, contact_id);

-- position: their order, which decides between those that are level.
create table personas (
    persona_id bigint not null primary key,
    name text not null,
    name_key text collate "C" not null unique,
    description text,
    picture text not null,
    threshold bigint not null,
    position bigint not null,
    rules text not null,
    draft text,
    draft_threshold bigint,
    created_at bigint not null
);

-- All personas are looked at together: one row.
create table persona_state (
    state text collate "C" not null,
    swept_at bigint not null
);
insert into persona_state (state, swept_at) values ('ready', 0);

create table persona_pictures (
    persona_id bigint not null primary key,
    media_type text not null,
    bytes bytea not null
);

-- Only contacts that have a persona, or may get one when time has passed.
create table contact_personas (
    contact_id bigint not null primary key,
    persona_id bigint,
    points bigint not null,
    since bigint not null,
    due_at bigint
);
create index contact_personas_by_persona on contact_personas (persona_id, contact_id);
create index contact_personas_by_due on contact_personas (due_at) where due_at is not null;

create table persona_days (
    persona_id bigint not null,
    day text collate "C" not null,
    entered bigint not null,
    gone bigint not null,
    primary key (persona_id, day)
);

-- What an import did to scores and personas. persona_id 0: those that were or became like none.
create table import_score_effects (
    import_id bigint not null,
    score_id bigint not null,
    crossed bigint not null,
    primary key (import_id, score_id)
);
create table import_persona_effects (
    import_id bigint not null,
    persona_id bigint not null,
    entered bigint not null,
    gone bigint not null,
    primary key (import_id, persona_id)
);

insert into counters (name, next) values ('score', 1), ('persona', 1);
