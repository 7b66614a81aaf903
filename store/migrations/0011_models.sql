-- The registry of models.

create table smartlog.models (
  id          text primary key,
  parent      text,
  made_at     timestamptz not null default now(),
  window_from timestamptz,
  window_to   timestamptz,
  counts      jsonb not null default '{}',
  metrics     jsonb not null default '{}',
  origin      text not null default 'trained' check (origin in ('default', 'trained', 'imported')),
  status      text not null default 'candidate'
    check (status in ('candidate', 'serving', 'retired', 'refused', 'failed')),
  status_at   timestamptz not null default now(),
  served_from timestamptz,
  reason      text not null default '',
  blob_sha256 text,
  blob        bytea
);
comment on table smartlog.models is 'Every model that was made, whether it served or not, with what decided.';
comment on column smartlog.models.counts is 'Events that it learnt from: {"<kind>": n}.';
comment on column smartlog.models.metrics is
  'On held-out events: {"<head>": {"precision": p, "recall": r, "f1": f, "auc": a}, "psi": {"<feature>": x}}.';
comment on column smartlog.models.origin is
  'default: came with the filter; trained: here; imported: from a file, or found in place.';
comment on column smartlog.models.blob is
  'The weights and settings, as they lie in a module; null of a model of which only the name is known.';
create unique index models_one_serves on smartlog.models ((true)) where status = 'serving';

-- What was judged stays as it was: the trainer changes a model's status only.
grant select on smartlog.models to smartlog_read;
grant select, insert, update (status, status_at, served_from, reason) on smartlog.models to smartlog_train;
