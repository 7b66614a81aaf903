-- The roles, made before the first migration by the administrator (superuser, or CREATEROLE and owner of the database).
-- Roles belong to the server, not to the database: a second database finds them made. Passwords are set apart
-- (roles.ts), and without one a role can't log in over the network.

do $$
declare
  role text;
  function regprocedure;
begin
  foreach role in array array[
    'smartlog_owner', 'smartlog_ingest', 'smartlog_read', 'smartlog_train', 'smartlog_serve']
  loop
    if not exists (select from pg_roles where rolname = role) then
      begin
        execute format('create role %I nologin', role);
        execute format('grant %I to current_user', role);
      exception when duplicate_object or unique_violation then
        null; -- another database's migration was quicker
      end;
    end if;
  end loop;
  foreach role in array array['smartlog_owner', 'smartlog_serve'] loop
    if not pg_has_role(current_user, role, 'member') then
      execute format('grant %I to current_user', role);
    end if;
  end loop;
  if not pg_has_role('smartlog_serve', 'smartlog_read', 'member') then
    execute 'grant smartlog_read, smartlog_ingest to smartlog_serve';
  end if;

  -- All objects belong to a role without a login.
  execute format('grant create, connect, temporary on database %I to smartlog_owner', current_database());

  -- Shippers: the search path leads to the view and nothing else.
  execute format('alter role smartlog_ingest in database %I set search_path = smartlog_ingest', current_database());

  -- The server: inserts by that view, reads, writes what people say and who they are.
  execute format('alter role smartlog_serve in database %I set search_path = smartlog', current_database());

  -- Grafana and people: defaults, each of which a session may change (Postgres has no way to forbid that). Limits that a
  -- session can't change follow below, and `smartlog serve` ends transactions that take longer (readers.ts).
  execute format('alter role smartlog_read in database %I set search_path = smartlog', current_database());
  execute format('alter role smartlog_read in database %I set default_transaction_read_only = on', current_database());
  execute format('alter role smartlog_read in database %I set statement_timeout = ''15s''', current_database());
  execute format('alter role smartlog_read in database %I set idle_in_transaction_session_timeout = ''30s''', current_database());

  -- The trainer reads weeks of events: minutes are all right, an hour is a mistake.
  execute format('alter role smartlog_train in database %I set search_path = smartlog', current_database());
  execute format('alter role smartlog_train in database %I set statement_timeout = ''15min''', current_database());
  execute format('grant connect on database %I to smartlog_ingest, smartlog_read, smartlog_train, smartlog_serve',
    current_database());

  -- Limits that hold: Grafana keeps 4 sessions, a person a few. An administrator's own number stays.
  if (select rolconnlimit = -1 from pg_roles where rolname = 'smartlog_read') then
    execute 'alter role smartlog_read connection limit 12';
  end if;
  -- Settings that only a superuser may make, and that no session of these roles can undo: bytes of temporary files at
  -- once, and no way to write to the server's log (`raise log` takes any length).
  if current_setting('is_superuser') = 'on' then
    execute format('alter role smartlog_read in database %I set temp_file_limit = ''256MB''', current_database());
    execute format('alter role smartlog_read in database %I set log_min_messages = fatal', current_database());
    execute format('alter role smartlog_serve in database %I set temp_file_limit = ''512MB''', current_database());
  end if;

  -- In a database that is SmartLog's alone (named so, as the server's first superuser is) no role needs what Postgres lets
  -- every role do: temporary tables and large objects fill the disk, locks by number fill the table of locks.
  if current_database() = 'smartlog' and (select rolname = 'smartlog' from pg_roles where oid = 10)
    and current_setting('is_superuser') = 'on'
  then
    execute format('revoke temporary on database %I from public', current_database());
    for function in
      select p.oid from pg_proc p
      where pronamespace = 'pg_catalog'::regnamespace
        and (proname ~ '^pg_(try_)?advisory' or proname ~ '^lo_' or proname in ('lowrite', 'pg_logical_emit_message', 'pg_notify'))
        and has_function_privilege('public', p.oid, 'execute')
    loop
      execute format('revoke execute on function %s from public', function);
      execute format('grant execute on function %s to smartlog_owner', function);
    end loop;
  end if;
end
$$;

create schema if not exists smartlog authorization smartlog_owner;
create schema if not exists smartlog_ingest authorization smartlog_owner;

-- Locked while migrations run (migrate.ts).
do $$
begin
  if to_regclass('smartlog.migration_lock') is null then
    create table smartlog.migration_lock ();
    comment on table smartlog.migration_lock is 'Always empty. Locked while migrations run.';
    alter table smartlog.migration_lock owner to smartlog_owner;
  end if;
end
$$;
