-- Whether what web pages send about a contact is recorded, and how many e-mails to it came back. Texts, as all fields are.
alter table contacts add column tracked text;
alter table contacts add column bounces text;
