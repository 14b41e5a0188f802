-- Contacts are searched by their telephone numbers as well: the program writes all search texts anew, and the table of trigrams is
-- filled again when it is next asked for.
update made_indexes set wanted_at = wanted_at where name = 'search';
