-- Messages: what people are told of incidents, kept until each channel has taken it. A plan is one transaction: what is
-- noted as told and the message that tells it come together, so that a restart repeats nothing and loses nothing.
--
-- Bounded by design: a message has at most 20 incidents, a message that is done is kept for 90 days.

-- Locked by who plans: one at a time, whichever processes watch.
create table smartlog.watch_state (
  only_one   boolean primary key default true check (only_one),
  planned_at timestamptz,
  -- How long the last plan took, and what it left.
  plan_ms    integer
);
insert into smartlog.watch_state default values;
comment on table smartlog.watch_state is 'One row: when messages were last planned.';

create table smartlog.owners (
  owner       text primary key check (length(owner) between 1 and 63),
  since       timestamptz not null default now(),
  digest_at   timestamptz,
  report_at   timestamptz,
  told_at     timestamptz,
  day         date,
  day_count   integer not null default 0
);
comment on table smartlog.owners is 'Who is told of incidents, and what of their budget is used.';
comment on column smartlog.owners.since is 'Incidents that were over before are no news to them.';
comment on column smartlog.owners.digest_at is 'The last digest that was due.';
comment on column smartlog.owners.report_at is 'The last weekly report that was due.';
comment on column smartlog.owners.told_at is 'The last message that was not critical: the next ones wait a moment, and come together.';
comment on column smartlog.owners.day_count is 'Messages on that day that count against the budget.';

create table smartlog.messages (
  id       bigint generated always as identity primary key,
  owner    text not null,
  kind     text not null check (kind in ('told', 'escalated', 'digest')),
  severity text not null check (severity in ('low', 'medium', 'high', 'critical')),
  made_at  timestamptz not null default now(),
  content  jsonb not null check (pg_column_size(content) <= 262144)
);
create index on smartlog.messages (made_at);
comment on table smartlog.messages is 'What people are told. The content never changes: a message that is sent again is the same.';

create table smartlog.deliveries (
  message    bigint not null references smartlog.messages on delete cascade,
  channel    text not null check (length(channel) between 1 and 63),
  state      text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'failed')),
  attempts   integer not null default 0,
  next_at    timestamptz not null default now(),
  sent_at    timestamptz,
  error      text check (length(error) <= 500),
  primary key (message, channel)
);
create index deliveries_open on smartlog.deliveries (channel, message) where state in ('waiting', 'sending');
comment on table smartlog.deliveries is 'Each message by each of its channels.';
comment on column smartlog.deliveries.state is 'sending: somebody has claimed it until next_at, and may have been killed meanwhile.';
comment on column smartlog.deliveries.next_at is 'Not tried before; while it is being sent, not by anybody else.';

create table smartlog.channels (
  channel       text primary key check (length(channel) between 1 and 63),
  type          text not null,
  failures      integer not null default 0,
  failing_since timestamptz,
  next_at       timestamptz not null default now(),
  sent          bigint not null default 0,
  failed        bigint not null default 0,
  sent_at       timestamptz,
  error         text check (length(error) <= 500)
);
comment on table smartlog.channels is 'How each channel does. sent and failed count deliveries for ever.';
comment on column smartlog.channels.failures is 'In a row; 0 where the last try went well.';
comment on column smartlog.channels.next_at is 'A channel that fails is left alone until then.';

create table smartlog.told (
  incident    bigint not null references smartlog.incidents on delete cascade,
  owner       text not null,
  -- As it was told last: severity and reopenings; closed where its end was told.
  severity    text not null check (severity in ('low', 'medium', 'high', 'critical')),
  reopened    smallint not null,
  closed      boolean not null default false,
  -- By the digest only: its end is no news.
  by_digest   boolean not null default false,
  escalated   smallint not null default 0,
  since       timestamptz not null,
  last_at     timestamptz not null,
  message     bigint references smartlog.messages on delete set null,
  primary key (incident, owner)
);
create index on smartlog.told (owner) where not closed;
create index on smartlog.told (message);
comment on table smartlog.told is 'What each owner knows of each incident: the plan compares it with what the incident is now.';
comment on column smartlog.told.since is 'When it was told as it is now: opened, raised or reopened. Escalation counts from here.';
comment on column smartlog.told.message is 'The first, which later ones answer to (mail threads).';

grant select on smartlog.watch_state, smartlog.owners, smartlog.messages, smartlog.deliveries, smartlog.channels, smartlog.told
  to smartlog_read, smartlog_train;
grant update on smartlog.watch_state to smartlog_serve;
grant insert, update, delete on smartlog.owners, smartlog.messages, smartlog.deliveries, smartlog.channels, smartlog.told
  to smartlog_serve;
