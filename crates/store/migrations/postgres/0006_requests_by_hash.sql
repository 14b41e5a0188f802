-- Requests are known again by a hash of what they said, which may quote what a person later wants erased. Those of before are
-- forgotten: they serve a client that repeats a request at once.
delete from requests;
