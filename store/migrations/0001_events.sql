-- Events by day, and what could not be one.

revoke all on schema smartlog from public;
grant usage on schema smartlog to smartlog_read, smartlog_train;

create table smartlog.events (
  time     timestamptz not null,
  id       bigint not null,
  bytes    bigint,
  score    real,
  bot      real,
  threat   real,
  anomaly  real,
  ms       real,
  sport    integer,
  dport    integer,
  status   smallint,
  v        smallint,
  kind     text not null,
  label    text not null,
  severity text not null,
  tpl      text,
  model    text,
  tag      text,
  ip       inet,
  dst      inet,
  method   text,
  path     text,
  ua       text,
  ref      text,
  host     text,
  service  text,
  level    text,
  username text,
  outcome  text,
  qname    text,
  qtype    text,
  rcode    text,
  action   text,
  proto    text,
  iface    text,
  why      text[],
  error    text,
  record   jsonb not null,
  primary key (time, id)
) partition by range (time);

comment on table smartlog.events is
  'One row an event; the fields of smartlog.* as columns (user is username: user is a word of SQL''s). By UTC day.';
comment on column smartlog.events.time is 'The line''s own time where it has a sane one, else its arrival at the shipper.';
comment on column smartlog.events.id is 'smartlog.id as a number: smartlog.event_id() and smartlog.event_hex() convert.';
comment on column smartlog.events.record is 'The record as it came to the filter, without smartlog.';

create index on smartlog.events (id);
create index on smartlog.events (ip, time);
create index on smartlog.events (tpl, time);
-- Alert lists and review read what isn't normal, newest first; that is a small part.
create index on smartlog.events (label, time) where label <> 'normal';

-- Rows above 2 KB are compressed by Postgres, with lz4 where the server has it (pglz costs four times as much time), and
-- stay inline (main) as long as they fit a page: a second look-up per row costs more than it saves.
do $$
declare
  col text;
begin
  for col in select attname from pg_attribute
    where attrelid = 'smartlog.events'::regclass and attnum > 0 and attstorage = 'x'
  loop
    execute format('alter table smartlog.events alter column %I set storage main', col);
  end loop;
  begin
    alter table smartlog.events alter column record set compression lz4;
  exception when feature_not_supported then
    raise notice 'this server has no lz4: rows above 2 KB are compressed with pglz';
  end;
end
$$;

create function smartlog.event_id(hex text) returns bigint
language sql immutable strict parallel safe
return ('x' || lpad(hex, 16, '0'))::bit(64)::bigint;

create function smartlog.event_hex(id bigint) returns text
language sql immutable strict parallel safe
return lpad(to_hex(id), 16, '0');

create table smartlog.rejected (
  time   timestamptz not null,
  id     bigint not null,
  at     timestamptz not null default now(),
  tag    text,
  reason text not null,
  data   text not null,
  primary key (time, id)
);

comment on table smartlog.rejected is 'What came in and can''t be an event, with the reason; once however often it came.';
comment on column smartlog.rejected.id is 'Hash of tag and data, so that a redelivered batch adds nothing.';
comment on column smartlog.rejected.data is 'As it came; at most 64 KB of it.';

create index on smartlog.rejected (at);

grant select on smartlog.events, smartlog.rejected to smartlog_read, smartlog_train;
