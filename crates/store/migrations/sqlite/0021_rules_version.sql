-- A name of the present rules: another whenever what conditions can name, or what keeps groups, scores and personas true, is changed.
-- Whoever has read the rules under a name need not read them again.
create table rules_version (
    only_one bigint not null primary key check (only_one = 1),
    version text not null
);
insert into rules_version (only_one, version) values (1, lower(hex(randomblob(16))));
create trigger rules_fields_made after insert on custom_fields begin
    update rules_version set version = lower(hex(randomblob(16)));
end;
create trigger rules_fields_changed after update on custom_fields begin
    update rules_version set version = lower(hex(randomblob(16)));
end;
create trigger rules_fields_deleted after delete on custom_fields begin
    update rules_version set version = lower(hex(randomblob(16)));
end;
create trigger rules_types_made after insert on activity_types begin
    update rules_version set version = lower(hex(randomblob(16)));
end;
create trigger rules_types_changed after update of name on activity_types begin
    update rules_version set version = lower(hex(randomblob(16)));
end;
create trigger rules_types_deleted after delete on activity_types begin
    update rules_version set version = lower(hex(randomblob(16)));
end;
create trigger rules_roles_made after insert on list_entries when new.list = 'account_role' begin
    update rules_version set version = lower(hex(randomblob(16)));
end;
create trigger rules_roles_deleted after delete on list_entries when old.list = 'account_role' begin
    update rules_version set version = lower(hex(randomblob(16)));
end;
create trigger rules_groups_made after insert on contact_groups begin
    update rules_version set version = lower(hex(randomblob(16)));
end;
create trigger rules_groups_changed after update of condition on contact_groups begin
    update rules_version set version = lower(hex(randomblob(16)));
end;
create trigger rules_groups_deleted after delete on contact_groups begin
    update rules_version set version = lower(hex(randomblob(16)));
end;
create trigger rules_scores_made after insert on scores begin
    update rules_version set version = lower(hex(randomblob(16)));
end;
create trigger rules_scores_changed after update of rules, limit_points, enabled on scores begin
    update rules_version set version = lower(hex(randomblob(16)));
end;
create trigger rules_scores_deleted after delete on scores begin
    update rules_version set version = lower(hex(randomblob(16)));
end;
create trigger rules_personas_made after insert on personas begin
    update rules_version set version = lower(hex(randomblob(16)));
end;
create trigger rules_personas_changed after update of rules, threshold, position on personas begin
    update rules_version set version = lower(hex(randomblob(16)));
end;
create trigger rules_personas_deleted after delete on personas begin
    update rules_version set version = lower(hex(randomblob(16)));
end;
