-- The server in whose data folder the file is, in words for people; null for files of older versions.
alter table files add column server text;
