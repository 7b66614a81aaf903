-- Who may use the server: users, tokens, the sessions of browsers; what they did; the views that they keep.
--
-- Secrets are kept as hashes only, and readers (Grafana, the dashboards' queries) may read none of these tables.
-- Bounded: 1,000 users, 200 tokens that act, 50 sessions of each user, 100 views of each owner, and of the audit log the newest
-- 200,000 entries of what was done and 20,000 of what was refused.

create table smartlog.users (
  name       text primary key check (name ~ '^[a-z0-9][a-z0-9._@-]{0,63}$'),
  role       text not null check (role in ('viewer', 'editor', 'admin')),
  password   text check (length(password) between 1 and 300),
  issuer     text check (length(issuer) <= 500),
  subject    text check (length(subject) <= 255),
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  seen_at    timestamptz,
  unique (issuer, subject),
  check ((issuer is null) = (subject is null))
);
comment on table smartlog.users is 'People who log in.';
comment on column smartlog.users.password is 'Argon2id in the PHC form; null: logs in through the OpenID provider alone.';
comment on column smartlog.users.subject is 'Who it is at the OpenID provider "issuer".';

create table smartlog.tokens (
  id         text primary key check (id ~ '^[0-9a-z]{8}$'),
  name       text not null check (name ~ '^[a-zA-Z0-9][a-zA-Z0-9._@ -]{0,63}$'),
  hash       bytea not null check (length(hash) = 32),
  scopes     text[] not null check (cardinality(scopes) between 1 and 4 and scopes <@ array['ingest', 'read', 'review', 'admin']),
  created_at timestamptz not null default now(),
  created_by text not null check (length(created_by) between 1 and 100),
  expires_at timestamptz,
  used_at    timestamptz,
  revoked_at timestamptz,
  revoked_by text
);
comment on table smartlog.tokens is 'Tokens of programs: smartlog_<id>_<secret>.';
comment on column smartlog.tokens.hash is 'SHA-256 of the whole token, whose secret has 256 random bits.';
comment on column smartlog.tokens.used_at is 'To a minute.';
create unique index on smartlog.tokens (name) where revoked_at is null;

create table smartlog.browser_sessions (
  id         bytea primary key check (length(id) = 32),
  user_name  text references smartlog.users on delete cascade,
  token      text references smartlog.tokens on delete cascade,
  proof      bytea check (length(proof) = 32),
  created_at timestamptz not null default now(),
  seen_at    timestamptz not null default now(),
  ends_at    timestamptz not null,
  address    text not null check (length(address) <= 64),
  agent      text not null check (length(agent) <= 200),
  check (num_nonnulls(user_name, token, proof) = 1)
);
comment on table smartlog.browser_sessions is 'Browsers that are logged in.';
comment on column smartlog.browser_sessions.id is 'SHA-256 of the cookie.';
comment on column smartlog.browser_sessions.proof is 'Logged in by SMARTLOG_TOKEN: SHA-256 of cookie and token, so that another token ends the session.';
comment on column smartlog.browser_sessions.seen_at is 'To a minute.';
create index on smartlog.browser_sessions (user_name);
create index on smartlog.browser_sessions (ends_at);

-- Whoever changes them, by whatever way: a session never outlives the password or the role that it was opened with.
create function smartlog.end_browser_sessions() returns trigger
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $$
begin
  delete from browser_sessions where user_name = new.name;
  return null;
end
$$;
create trigger end_browser_sessions after update of role, password on smartlog.users for each row
when (old.role is distinct from new.role or old.password is distinct from new.password)
execute function smartlog.end_browser_sessions();

create table smartlog.audit (
  id      bigint generated always as identity primary key,
  at      timestamptz not null default now(),
  who     text not null check (length(who) <= 100),
  via     text not null check (via in ('user', 'token', 'open', 'nobody', 'command')),
  address text not null check (length(address) <= 64),
  what    text not null check (what ~ '^[a-z]+[.][a-z-]+$'),
  ok      boolean not null,
  times   integer not null default 1 check (times > 0),
  about   jsonb not null default '{}' check (length(about::text) <= 4000)
);
comment on table smartlog.audit is 'What people and programs did, and what they were refused; smartlog_serve only adds.';
comment on column smartlog.audit.via is 'How who is known: logged in, by a token, not at all (the server is open or they were refused), or by the command.';
comment on column smartlog.audit.times is 'Refusals of one kind from one network in a minute are one entry.';
create index on smartlog.audit (ok, id);
create index on smartlog.audit (at);

create function smartlog.trim_audit() returns trigger
language plpgsql security definer set search_path = pg_catalog, smartlog, pg_temp as $$
begin
  delete from audit where at < now() - interval '400 days' or (not ok and at < now() - interval '90 days');
  delete from audit where ok and id <= (select id from audit where ok order by id desc offset 200000 limit 1);
  delete from audit where not ok and id <= (select id from audit where not ok order by id desc offset 20000 limit 1);
  return null;
end
$$;
create trigger trim_audit after insert on smartlog.audit for each row when (new.id % 16 = 0)
execute function smartlog.trim_audit();

create table smartlog.saved_views (
  id         bigint generated always as identity primary key,
  owner      text not null check (length(owner) <= 100),
  page       text not null check (page ~ '^[a-z][a-z0-9-]{0,63}$'),
  name       text not null check (length(name) between 1 and 100),
  query      text not null check (length(query) <= 4000),
  shared     boolean not null default false,
  changed_at timestamptz not null default now(),
  unique (owner, page, name)
);
comment on table smartlog.saved_views is 'Views of pages that people keep: the query string of each.';
comment on column smartlog.saved_views.owner is 'Name of the user; empty where the server is open and asks for none.';

alter table smartlog.own_rules add column owner text check (length(owner) <= 100);
comment on column smartlog.own_rules.owner is 'The user whose rule it is, who may change it besides administrators; null: nobody''s in particular.';

-- A session of the server's role reads what it checks logins by; nobody else does.
grant select, insert, update, delete on smartlog.users, smartlog.browser_sessions, smartlog.saved_views to smartlog_serve;
grant select, insert on smartlog.tokens to smartlog_serve;
grant update (used_at, revoked_at, revoked_by) on smartlog.tokens to smartlog_serve;
grant select, insert on smartlog.audit to smartlog_serve;
