-- Contacts are searched by their telephone numbers as well: the program writes all search texts anew.
update made_indexes set wanted_at = wanted_at where name = 'search';
