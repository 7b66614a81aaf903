-- Rules of incidents that people made or changed, and those of rules/ that they switched off.
--
-- Bounded by design: at most 50, each of 16 KB.

create table smartlog.own_rules (
  name       text primary key check (name ~ '^[a-z][a-z0-9-]{0,63}$'),
  rule       text check (length(rule) between 1 and 16384),
  is_on      boolean not null default true,
  who        text not null check (length(who) between 1 and 100),
  changed_at timestamptz not null default now(),
  check (rule is not null or not is_on)
);
comment on table smartlog.own_rules is 'Rules of incidents besides rules/*.yaml, or in their place.';
comment on column smartlog.own_rules.rule is 'YAML as rules/README.md has it; null: the rule of this name in rules/ is switched off.';

-- Not the table itself, which an insert holds already: two of them would wait for each other.
create table smartlog.own_rules_lock ();
comment on table smartlog.own_rules_lock is 'Always empty. Locked while a rule is added.';

create function smartlog.bound_own_rules() returns trigger
language plpgsql security definer set search_path = pg_catalog, smartlog, pg_temp as $$
declare
  most constant integer := 50;
begin
  lock table own_rules_lock in exclusive mode;
  if not exists (select from own_rules where name = new.name) and (select count(*) from own_rules) >= most then
    raise exception 'there are % own rules already', most using errcode = 'configuration_limit_exceeded';
  end if;
  return new;
end
$$;
create trigger bound_own_rules before insert on smartlog.own_rules for each row execute function smartlog.bound_own_rules();

grant select on smartlog.own_rules to smartlog_read, smartlog_train;
grant insert, update, delete on smartlog.own_rules to smartlog_serve;
