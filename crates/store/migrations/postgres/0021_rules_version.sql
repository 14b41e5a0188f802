-- A name of the present rules: another whenever what conditions can name, or what keeps groups, scores and personas true, is changed.
-- Whoever has read the rules under a name need not read them again.
create table rules_version (
    only_one bigint not null primary key check (only_one = 1),
    version text not null
);
insert into rules_version (only_one, version) values (1, gen_random_uuid()::text);
create function rules_are_others() returns trigger language plpgsql set search_path from current as $$
begin
    update rules_version set version = gen_random_uuid()::text;
    return null;
end
$$;
create trigger rules_fields after insert or update or delete on custom_fields
    for each statement execute function rules_are_others();
create trigger rules_types after insert or delete or update of name on activity_types
    for each statement execute function rules_are_others();
create trigger rules_roles_made after insert on list_entries
    for each row when (new.list = 'account_role') execute function rules_are_others();
create trigger rules_roles_deleted after delete on list_entries
    for each row when (old.list = 'account_role') execute function rules_are_others();
create trigger rules_groups after insert or delete or update of condition on contact_groups
    for each statement execute function rules_are_others();
create trigger rules_scores after insert or delete or update of rules, limit_points, enabled on scores
    for each statement execute function rules_are_others();
create trigger rules_personas after insert or delete or update of rules, threshold, position on personas
    for each statement execute function rules_are_others();
