-- Incidents: what somebody who looks after servers would call one thing, out of many events. The rules are in rules/*.yaml;
-- `smartlog watch`, `serve` and `start` keep the table, a few times a minute.
--
-- Bounded by design: an incident has at most 1,000 sources and three sample lines. Closed ones are kept for 400 days.

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
  -- What it is about: what its rule groups by; null where that isn't part of it.
  source          inet,
  network         cidr,
  agent           text,
  username        text,
  site            text,
  service         text,
  tpl             text,
  -- What happened.
  events          bigint not null default 0,
  bytes           bigint not null default 0,
  succeeded       bigint not null default 0,
  source_count    integer not null default 0,
  target_count    integer not null default 0,
  targets         text[] not null default '{}',
  user_count      integer not null default 0,
  users           text[] not null default '{}',
  site_count      integer not null default 0,
  sites           text[] not null default '{}',
  check ((state = 'closed') = (closed_at is not null)),
  check ((closed_at is null) = (closed_by is null)),
  check (state <> 'muted' or muted_until is not null)
);
create unique index incidents_open on smartlog.incidents (class, key) where state <> 'closed';
create index on smartlog.incidents (last);
create index on smartlog.incidents (class, key, last);
create index on smartlog.incidents (parent) where parent is not null;
comment on table smartlog.incidents is 'One thing that happened, out of many events.';
comment on column smartlog.incidents.class is 'The rule''s name: rules/CLASS.yaml, or one of the site''s own.';
comment on column smartlog.incidents.key is 'The values of what the rule groups by; one of a class and key is open at most.';
comment on column smartlog.incidents.title is 'What happened, in words.';
comment on column smartlog.incidents.parent is 'The incident that this one is part of, as one source of a crowd: nobody is told of it alone.';
comment on column smartlog.incidents.found_at is 'By the clock; first and last are event times.';
comment on column smartlog.incidents.closed_by is 'quiet: nothing more came; ended: what it told of is over; else a person.';
comment on column smartlog.incidents.succeeded is 'Events that got what they wanted: answers 2xx to an attack, logins that succeeded.';
comment on column smartlog.incidents.targets is 'Up to 20 of what was aimed at, most first: paths, ports, names looked up, as the class has them.';

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

grant select on smartlog.incidents, smartlog.incident_sources, smartlog.incident_samples, smartlog.incident_history
  to smartlog_read, smartlog_train;
grant insert, update on smartlog.incidents, smartlog.incident_sources, smartlog.incident_samples to smartlog_serve;
grant delete on smartlog.incident_samples, smartlog.incident_sources to smartlog_serve;
grant insert on smartlog.incident_history to smartlog_serve;
