-- The roles, made before the first migration by whoever migrates (superuser, or CREATEROLE and owner of the database).
-- Roles belong to the server, not to the database: a second database finds them made. Passwords are set apart
-- (roles.ts), and without one a role can't log in over the network.

do $$
declare
  role text;
begin
  foreach role in array array['smartlog_owner', 'smartlog_ingest', 'smartlog_read', 'smartlog_train'] loop
    if not exists (select from pg_roles where rolname = role) then
      begin
        execute format('create role %I nologin', role);
        execute format('grant %I to current_user', role);
      exception when duplicate_object or unique_violation then
        null; -- another database's migration was quicker
      end;
    end if;
  end loop;
  if not pg_has_role(current_user, 'smartlog_owner', 'member') then
    execute 'grant smartlog_owner to current_user';
  end if;

  -- Whatever SmartLog has belongs to a role that nobody logs in as.
  execute format('grant create, connect on database %I to smartlog_owner', current_database());

  -- Shippers and the server: their search path leads to the view and nothing else.
  execute format('alter role smartlog_ingest in database %I set search_path = smartlog_ingest', current_database());

  -- Grafana and the viewer: what they ask may not hold up ingest, nor fill the machine's memory or disk.
  execute format('alter role smartlog_read in database %I set search_path = smartlog', current_database());
  execute format('alter role smartlog_read in database %I set default_transaction_read_only = on', current_database());
  execute format('alter role smartlog_read in database %I set statement_timeout = ''15s''', current_database());
  execute format('alter role smartlog_read in database %I set idle_in_transaction_session_timeout = ''30s''', current_database());

  -- The trainer reads weeks of events: minutes are all right, an hour is a mistake.
  execute format('alter role smartlog_train in database %I set search_path = smartlog', current_database());
  execute format('alter role smartlog_train in database %I set statement_timeout = ''15min''', current_database());
  execute format('grant connect on database %I to smartlog_ingest, smartlog_read, smartlog_train', current_database());
end
$$;

create schema if not exists smartlog authorization smartlog_owner;
create schema if not exists smartlog_ingest authorization smartlog_owner;
