-- Annotations: labels that people give to events.

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
  'Annotations of events, a row each; the newest of one annotator about one event counts.';
comment on column smartlog.feedback.was is 'The label that the filter gave.';
comment on column smartlog.feedback.record is 'A copy, so that an annotation outlives its event.';
create index on smartlog.feedback (event_id, event_time);
create index on smartlog.feedback (at);

grant select on smartlog.feedback to smartlog_read, smartlog_train;
grant insert on smartlog.feedback to smartlog_serve;
