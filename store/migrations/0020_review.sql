-- What people and the trainer add: corrections, and the models that served.

create table smartlog.feedback (
  id         bigint generated always as identity primary key,
  event_time timestamptz not null,
  event_id   bigint not null,
  label      text not null check (label in ('normal', 'bot', 'attack', 'anomaly')),
  who        text not null,
  at         timestamptz not null default now(),
  note       text not null default '',
  kind       text not null,
  was        text not null,
  score      real,
  tpl        text,
  model      text,
  tag        text,
  record     jsonb not null
);
comment on table smartlog.feedback is
  'What people say of events, each saying a row; the newest of one person about one event counts.';
comment on column smartlog.feedback.was is 'The label that the filter gave.';
comment on column smartlog.feedback.record is 'A copy, so that a correction outlives its event.';
create index on smartlog.feedback (event_id, event_time);
create index on smartlog.feedback (at);

create table smartlog.models (
  id          text primary key,
  parent      text,
  made_at     timestamptz not null default now(),
  window_from timestamptz,
  window_to   timestamptz,
  counts      jsonb not null default '{}',
  metrics     jsonb not null default '{}',
  status      text not null default 'candidate'
    check (status in ('candidate', 'serving', 'retired', 'refused', 'failed')),
  status_at   timestamptz not null default now(),
  served_from timestamptz,
  reason      text not null default '',
  blob_sha256 text,
  blob        bytea
);
comment on table smartlog.models is 'Every model that was made, whether it served or not, with what decided.';
comment on column smartlog.models.counts is 'Events it learnt from: {"<kind>": n}.';
comment on column smartlog.models.metrics is
  'On held-out events: {"<head>": {"precision": p, "recall": r, "f1": f, "auc": a}, "psi": {"<feature>": x}}.';
create unique index models_one_serves on smartlog.models ((true)) where status = 'serving';

grant select on smartlog.feedback to smartlog_read, smartlog_train;
grant select on smartlog.models to smartlog_read;
grant select, insert, update on smartlog.models to smartlog_train;
