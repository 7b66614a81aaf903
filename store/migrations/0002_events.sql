-- Events, and the rows that could not be one.

-- A column is the field of its name in smartlog.*, but for time (ts), username (user), tag and record. Ingest is built
-- from these columns and their types (0004_events_of.sql).
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
  'One row an event; the fields of smartlog.* as columns (user is username: user is a reserved word). By UTC day.';
comment on column smartlog.events.time is 'The line''s own time where it has a plausible one, else its arrival at the shipper.';
comment on column smartlog.events.id is 'smartlog.id as a number: smartlog.event_id() and smartlog.event_hex() convert.';
comment on column smartlog.events.record is 'The record as it came to the filter, without smartlog.';

create index on smartlog.events (id);
create index on smartlog.events (ip, time);
create index on smartlog.events (tpl, time);
-- Alert lists and review read events that aren't normal, newest first: a small part of all.
create index on smartlog.events (label, time) where label <> 'normal';
-- Small parts of all events, read whole by panels and alert rules; without their records, so without the heap (as
-- long as no site is chosen: service and tag are not in them).
create index on smartlog.events (time) include (ip, username, outcome, host, label, severity) where kind = 'auth';
create index on smartlog.events (time) include (qname, rcode, ip, label) where kind = 'dns';
create index on smartlog.events (time) include (ip, dst, dport, proto, action, label, severity) where kind = 'firewall';
create index on smartlog.events (time) include (ip, username, host, service, tag, kind, label, severity, score, tpl)
  where label <> 'normal';

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

-- Names of the columns of events, in their order, as a statement lists them.
create function smartlog.event_columns() returns text
language sql stable
return (
  select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
  where attrelid = 'smartlog.events'::regclass and attnum > 0 and not attisdropped
);

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
comment on table smartlog.rejected is 'Rows that can''t be an event, with the reason; each once, however often it came.';
comment on column smartlog.rejected.id is 'Hash of tag and data, so that a redelivered batch adds nothing.';
comment on column smartlog.rejected.data is 'As it came; at most 64 KB of it.';
create index on smartlog.rejected (at);

grant select on smartlog.events, smartlog.rejected to smartlog_read, smartlog_train;
grant execute on function smartlog.event_id, smartlog.event_hex to smartlog_read, smartlog_train;
