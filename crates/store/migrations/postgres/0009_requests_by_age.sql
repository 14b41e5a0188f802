-- Requests are remembered for a month; those that are due are found by this.
create index requests_by_age on requests (created_at);
