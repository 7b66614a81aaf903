-- Sessions by their key, from their first line until they have fallen idle: what `smartlog sessions` judges (trainer/sessions).
--
-- Bounded by design, whatever is in the logs: at most 200,000 sessions, 5,000 new ones of a batch; 200 classes with 2,000 ends each.

create table smartlog.sessions (
  key        text not null,
  host       text not null,
  service    text not null,
  first_seen timestamptz not null,
  last_seen  timestamptz not null,
  arrived_at timestamptz not null default now(),
  due        timestamptz not null,
  idle       interval not null default '10 minutes',
  judged_at  timestamptz,
  primary key (key, host)
) with (fillfactor = 60, autovacuum_vacuum_scale_factor = 0.02);
comment on table smartlog.sessions is 'Sessions that go on, and those judged in the last day, so that a late line is not taken for a session of its own.';
comment on column smartlog.sessions.host is 'Of a process, whose number other machines have, too; else empty.';
comment on column smartlog.sessions.service is 'Of the first line.';
comment on column smartlog.sessions.due is 'When it is idle, if nothing comes: idle after its last line.';
create index on smartlog.sessions (due) where judged_at is null;
create index on smartlog.sessions (last_seen);

create table smartlog.session_classes (
  class    bigint primary key,
  name     text not null,
  sessions bigint not null default 0,
  steps    bigint not null default 0,
  recent   bigint[] not null default '{}',
  gaps     real[] not null default '{}',
  repeats  jsonb not null default '{}',
  judges   boolean not null default false,
  last_at  timestamptz not null default now()
);
comment on table smartlog.session_classes is 'Sessions of one kind of key, by which what is usual is known.';
comment on column smartlog.session_classes.steps is 'Of all its sessions together.';
comment on column smartlog.session_classes.recent is 'Of the last 200: 0 where it ended as usual, else its set.';
comment on column smartlog.session_classes.gaps is 'The longest wait between two lines of each of the last 200, seconds.';
comment on column smartlog.session_classes.repeats is
  'By step: how often one session had it at most (most), and how many had it more often since it was told (over, since).';
comment on column smartlog.session_classes.judges is 'New ends have become so rare that one is worth telling.';

create table smartlog.session_ends (
  class      bigint not null references smartlog.session_classes on delete cascade,
  set        bigint not null,
  steps      text[] not null,
  sessions   bigint not null default 0,
  known      boolean not null,
  first_seen timestamptz not null,
  last_seen  timestamptz not null,
  primary key (class, set)
);
comment on table smartlog.session_ends is 'Sets of steps (templates) that sessions ended with.';
comment on column smartlog.session_ends.known is 'Counts as usual.';

-- Runs after each statement that stored events, under the lock of count_rollups (0006_rollups.sql).
create function smartlog.count_sessions() returns trigger
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $$
begin
  if not exists (select from batch where session is not null and not smartlog.is_own(kind)) then
    return null;
  end if;
  lock table counting_lock in exclusive mode;
  insert into sessions as s (key, host, service, first_seen, last_seen, due)
  select key, host, service, first_seen, last_seen, last_seen + interval '10 minutes'
  from (
    select session as key, case when session ~ '\[[0-9]+\]$' then coalesce(host, '') else '' end as host,
      (array_agg(coalesce(service, '') order by time, id))[1] as service, min(time) as first_seen, max(time) as last_seen
    from batch
    where session is not null and not smartlog.is_own(kind) and time > now() - interval '30 days'
    group by 1, 2
    order by max(time) desc, 1 limit 5000
  ) seen
  on conflict (key, host) do update set
    -- After a long silence a process has another's number.
    first_seen = case when s.judged_at is not null and excluded.first_seen > s.last_seen + 10 * s.idle then excluded.first_seen
      else least(s.first_seen, excluded.first_seen) end,
    service = case when excluded.first_seen < s.first_seen or s.judged_at is not null and excluded.first_seen > s.last_seen + 10 * s.idle
      then excluded.service else s.service end,
    last_seen = greatest(s.last_seen, excluded.last_seen), due = greatest(s.last_seen, excluded.last_seen) + s.idle,
    arrived_at = now(), judged_at = null;
  return null;
end
$$;
create trigger count_sessions after insert on smartlog.events
referencing new table as batch for each statement execute function smartlog.count_sessions();

-- Deletes what was judged a day ago or never fell idle, and of too many the oldest.
create function smartlog.trim_sessions() returns void
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $$
begin
  lock table counting_lock in exclusive mode;
  delete from sessions where judged_at < now() - interval '1 day' or last_seen < now() - interval '7 days' and judged_at is null and due < now();
  delete from sessions where last_seen < (select last_seen from sessions order by last_seen desc offset 200000 limit 1);
  delete from session_classes where class in (select class from session_classes order by last_at desc, class offset 200);
  delete from session_ends where (class, set) in (
    select class, set from (
      select class, set, row_number() over (partition by class order by sessions desc, last_seen desc, set) as nth from session_ends
    ) ranked where nth > 2000);
end
$$;

grant select on smartlog.sessions, smartlog.session_classes, smartlog.session_ends to smartlog_read, smartlog_train;
grant update (due, idle, judged_at) on smartlog.sessions to smartlog_serve, smartlog_train;
grant insert, update on smartlog.session_classes, smartlog.session_ends to smartlog_serve, smartlog_train;
