-- PostgreSQL keeps history in the order in which it is written already.
select 1;
