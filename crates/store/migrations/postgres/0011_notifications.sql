-- notify: whom the score tells of contacts that reach its limit, as JSON; what is still to be told is work.
alter table scores add column notify text;
