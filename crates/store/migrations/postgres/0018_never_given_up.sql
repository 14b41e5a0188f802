-- Until now work that kept groups, scores and personas true could be given up, and left them untrue. Each such piece becomes an order
-- that nobody can read, in place of which everything is rebuilt.
update work_items set kind = 'recalculate', state = 'queued', subject_id = null, payload = '', contacts = null, position = 0,
    attempts = 0, owner = null, lease_until = null, failure = null, finished_at = null
where state = 'failed' and kind in ('recalculate', 'rebuild', 'score_rebuild', 'persona_rebuild');

-- Up to when results have been computed, in milliseconds since 1970: what a clock that was ahead has made of them is found by it.
insert into counters (name, next) values ('computed_until', 0);
