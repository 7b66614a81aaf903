-- Incidents: what somebody who looks after servers would call one thing, out of many events. The rules are in rules/*.yaml;
-- `smartlog watch`, `serve` and `start` keep the table, a few times a minute.
--
--   events ──trigger──► incident_minutes ──a pass counts these minutes by rule and key──► incident_counts
--                                                                                               │ spells, thresholds (watch/judge)
--                                                                                               ▼
--                                                              incidents, incident_sources, incident_samples, incident_history
--
-- Bounded by design: an incident has at most 1,000 sources and three sample lines, a class at most 200 that are open. Closed
-- ones are kept for 400 days, counts for a day at most.

create table smartlog.incidents (
  id              bigint generated always as identity primary key,
  class           text not null check (class ~ '^[a-z][a-z0-9-]{0,63}$'),
  key             text not null check (length(key) <= 600),
  title           text not null check (length(title) between 1 and 1000),
  severity        text not null check (severity in ('low', 'medium', 'high', 'critical')),
  state           text not null default 'open' check (state in ('open', 'acknowledged', 'muted', 'closed')),
  parent          bigint references smartlog.incidents on delete set null check (parent <> id),
  owner           text,
  found_at        timestamptz not null default now(),
  first           timestamptz not null,
  last            timestamptz not null check (last >= first),
  reopened        smallint not null default 0,
  closed_at       timestamptz,
  closed_by       text,
  acknowledged_at timestamptz,
  acknowledged_by text,
  muted_until     timestamptz,
  muted_by        text,
  updated_at      timestamptz not null default now(),
  over_at         timestamptz not null default 'infinity',
  -- What it is about: what its rule groups by; null where that isn't part of it.
  source          inet,
  network         cidr,
  agent           text,
  username        text,
  site            text,
  service         text,
  tpl             text,
  reason          text,
  -- What happened.
  events          bigint not null default 0,
  bytes           bigint not null default 0,
  succeeded       bigint not null default 0,
  grave           bigint not null default 0,
  message         text,
  share           real,
  slower          real,
  source_count    integer not null default 0,
  target_count    integer not null default 0,
  targets         text[] not null default '{}',
  user_count      integer not null default 0,
  users           text[] not null default '{}',
  site_count      integer not null default 0,
  sites           text[] not null default '{}',
  target_hashes   integer[] not null default '{}',
  user_hashes     integer[] not null default '{}',
  check ((state = 'closed') = (closed_at is not null)),
  check ((closed_at is null) = (closed_by is null)),
  check (state <> 'muted' or muted_until is not null)
);
create unique index incidents_open on smartlog.incidents (class, key) where state <> 'closed';
create index on smartlog.incidents (last);
create index on smartlog.incidents (over_at) where state <> 'closed';
create index on smartlog.incidents (class, key, last);
create index on smartlog.incidents (parent) where parent is not null;
comment on table smartlog.incidents is 'One thing that happened, out of many events.';
comment on column smartlog.incidents.class is 'The rule''s name: rules/CLASS.yaml, or one of the site''s own.';
comment on column smartlog.incidents.key is 'The values of what the rule groups by; one of a class and key is open at most.';
comment on column smartlog.incidents.title is 'What happened, in words.';
comment on column smartlog.incidents.parent is 'The incident that this one is part of, as one source of a crowd: nobody is told of it alone.';
comment on column smartlog.incidents.found_at is 'By the clock; first and last are event times.';
comment on column smartlog.incidents.over_at is 'When it is over if nothing more comes: last, and its rule''s pause.';
comment on column smartlog.incidents.closed_by is 'quiet: nothing more came; ended: what it told of is over; else a person.';
comment on column smartlog.incidents.succeeded is 'Events that got what they wanted: answers 2xx to an attack, logins that succeeded.';
comment on column smartlog.incidents.grave is 'Events that are worse than others, as the rule says.';
comment on column smartlog.incidents.message is 'What the latest anomaly or event of SmartLog''s own says.';
comment on column smartlog.incidents.share is 'Of all requests at its worst, 0..1, where the rule asks for a share.';
comment on column smartlog.incidents.slower is 'Times the usual response time at its worst, where the rule asks for it.';
comment on column smartlog.incidents.reason is 'The first reason of its events, where its rule groups by it.';
comment on column smartlog.incidents.targets is 'Up to 20 of what was aimed at: paths, ports, names looked up.';
comment on column smartlog.incidents.target_hashes is
  'The 256 least hashes of all targets (as user_hashes of all accounts), by which they are counted: exactly below 256, else estimated.';

create table smartlog.incident_sources (
  incident  bigint not null references smartlog.incidents on delete cascade,
  ip        inet not null,
  events    bigint not null,
  succeeded bigint not null default 0,
  first     timestamptz not null,
  last      timestamptz not null,
  primary key (incident, ip)
);
create index on smartlog.incident_sources (ip);
comment on table smartlog.incident_sources is 'Who took part in an incident, 1,000 addresses at most.';

create table smartlog.incident_samples (
  incident   bigint not null references smartlog.incidents on delete cascade,
  nth        smallint not null check (nth between 1 and 3),
  event_time timestamptz not null,
  event_id   bigint not null,
  line       text not null,
  hit        text,
  why        text[],
  primary key (incident, nth)
);
comment on table smartlog.incident_samples is 'Three lines of an incident, copied, so that they outlive their events.';

create table smartlog.incident_history (
  id       bigint generated always as identity primary key,
  incident bigint not null references smartlog.incidents on delete cascade,
  at       timestamptz not null default now(),
  what     text not null check (what in
    ('opened', 'raised', 'reopened', 'closed', 'acknowledged', 'muted', 'unmuted', 'noted', 'joined')),
  severity text not null check (severity in ('low', 'medium', 'high', 'critical')),
  who      text,
  note     text not null default '' check (length(note) <= 4000)
);
create index on smartlog.incident_history (incident, id);
comment on table smartlog.incident_history is 'What became of incidents, in order: messages are made out of new rows.';
comment on column smartlog.incident_history.who is 'Null where SmartLog did it itself.';
comment on column smartlog.incident_history.note is 'joined: became part of another (incidents.parent).';

create table smartlog.incident_minutes (
  minute timestamptz primary key,
  events bigint not null,
  batch  xid8 not null
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.02);
comment on table smartlog.incident_minutes is 'Minutes that got events since they were judged.';
comment on column smartlog.incident_minutes.batch is 'Transaction of the last batch: a minute that changed while it was judged is judged again.';

create table smartlog.incident_counts (
  id            bigint generated always as identity,
  class         text not null,
  way           smallint not null,
  key           text not null,
  minute        timestamptz not null,
  ip            inet,
  events        bigint not null,
  bytes         bigint not null,
  succeeded     bigint not null,
  grave         bigint not null,
  total         bigint not null default 0,
  timed         bigint not null default 0,
  duration_us   bigint not null default 0,
  severity      smallint not null,
  first         timestamptz not null,
  last          timestamptz not null,
  targets       text[],
  target_hashes integer[],
  users         text[],
  user_hashes   integer[],
  sites         text[],
  message       text,
  sample_times  timestamptz[],
  sample_ids    bigint[],
  added         bigint[],
  counted_at    timestamptz not null
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
create index on smartlog.incident_counts (minute);
create index on smartlog.incident_counts (class, key, minute);
create index on smartlog.incident_counts (id);
comment on table smartlog.incident_counts is
  'Events of a minute by rule, key and source: counted anew as a whole when the minute gets more. At most 2,000 rows of a way and count.';
comment on column smartlog.incident_counts.way is 'Which of the rule''s ways.';
comment on column smartlog.incident_counts.total is 'Of answers: all requests of the site; timed and duration_us as in rollups.';
comment on column smartlog.incident_counts.added is 'events, bytes, succeeded and grave as an incident has them already; null: none has.';

create table smartlog.incident_state (
  only_row   boolean primary key default true check (only_row),
  judged_at  timestamptz not null default '-infinity',
  trimmed_at timestamptz not null default '-infinity',
  cut        bigint not null default 0,
  refused    bigint not null default 0
);
insert into smartlog.incident_state default values;
comment on table smartlog.incident_state is 'The last pass; locked while one runs.';
comment on column smartlog.incident_state.cut is 'Passes in which a minute had more events than are counted (20,000 of a kind).';
comment on column smartlog.incident_state.refused is 'Incidents that were not opened because 200 of their class were open.';

create table smartlog.attack_answers (
  site    text not null,
  size    smallint not null,
  targets integer[] not null,
  is_page boolean not null,
  last_at timestamptz not null,
  primary key (site, size)
) with (fillfactor = 50);
comment on table smartlog.attack_answers is
  'Sizes of answers 2xx to attacks: one that three different requests got is a page for whatever is asked. Of the last 30 days, 5,000 at most.';
comment on column smartlog.attack_answers.size is 'smartlog.size_step(bytes).';
comment on column smartlog.attack_answers.is_page is 'People got it as well, from the path of one of these: what the request asked for beside it was not heeded.';
comment on column smartlog.attack_answers.targets is 'Hashes of up to four requests.';

-- Sizes that differ by 2.5 % at most have one step, or two that follow each other.
create function smartlog.size_step(bytes bigint) returns smallint
language sql immutable parallel safe
return case when bytes > 0 then floor(ln(bytes) * 40)::smallint end;

-- Runs after each statement that stored events, under the lock of count_rollups (0006_rollups.sql).
create function smartlog.mark_minutes() returns trigger
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $$
begin
  lock table counting_lock in exclusive mode;
  insert into incident_minutes as m (minute, events, batch)
  select date_bin('1 minute', time, 'epoch'), count(*), pg_current_xact_id() from batch group by 1
  on conflict (minute) do update set events = m.events + excluded.events, batch = excluded.batch;
  return null;
end
$$;
create trigger mark_minutes after insert on smartlog.events
referencing new table as batch for each statement execute function smartlog.mark_minutes();

-- Deletes what is too old: counts that no window reaches, minutes that nobody judged, closed incidents.
create function smartlog.trim_incidents() returns void
language sql set search_path = pg_catalog, smartlog, pg_temp as $$
  delete from incident_counts where counted_at < now() - interval '2 days';
  delete from incident_minutes where minute < now() - interval '400 days';
  delete from incidents where state = 'closed' and closed_at < now() - interval '400 days';
  delete from attack_answers where last_at < now() - interval '30 days';
  delete from attack_answers where last_at < (select last_at from attack_answers order by last_at desc offset 5000 limit 1);
$$;

grant select on smartlog.incident_state, smartlog.incident_minutes, smartlog.incident_counts, smartlog.attack_answers to smartlog_read, smartlog_train;
grant execute on function smartlog.size_step to smartlog_read, smartlog_train;
grant update on smartlog.incident_state to smartlog_serve;
grant insert, update on smartlog.attack_answers to smartlog_serve;
grant delete on smartlog.incident_minutes to smartlog_serve;
grant insert, update, delete on smartlog.incident_counts to smartlog_serve;
grant select on smartlog.incidents, smartlog.incident_sources, smartlog.incident_samples, smartlog.incident_history
  to smartlog_read, smartlog_train;
grant insert, update on smartlog.incidents, smartlog.incident_sources, smartlog.incident_samples to smartlog_serve;
grant delete on smartlog.incident_samples, smartlog.incident_sources to smartlog_serve;
grant insert on smartlog.incident_history to smartlog_serve;

-- How often what became of incidents, for ever: the rows of incident_history go with their incidents, and a counter that
-- goes down is taken for one that began anew.
--
-- Bounded by the number of rules.

create table smartlog.incident_changes (
  class   text not null,
  what    text not null,
  changes bigint not null,
  primary key (class, what)
);
comment on table smartlog.incident_changes is 'Changes of incidents, counted for ever.';
comment on column smartlog.incident_changes.what is 'As in incident_history.';

create function smartlog.count_incident_changes() returns trigger
language plpgsql security definer set search_path = pg_catalog, smartlog, pg_temp as $$
begin
  insert into incident_changes as counted (class, what, changes)
  -- In one order, so that two transactions never wait for each other.
  select class, what, count(*) from added join incidents on incidents.id = added.incident group by class, what order by class, what
  on conflict (class, what) do update set changes = counted.changes + excluded.changes;
  return null;
end
$$;
create trigger count_incident_changes after insert on smartlog.incident_history
referencing new table as added for each statement execute function smartlog.count_incident_changes();

grant select on smartlog.incident_changes to smartlog_read, smartlog_train;

-- Alert rules read incidents, which have their lines.
drop function smartlog.sample_lines(inet);
