-- What else is known of an event: its session (0025_sessions.sql), its template in words (0020_patterns.sql), and whether somebody
-- has muted such events (0021_mutes.sql).

alter table smartlog.events
  add column session text, add column pattern text, add column muted boolean, add column mute bigint;
alter table smartlog.events alter column session set storage main, alter column pattern set storage main;
comment on column smartlog.events.session is
  'Key of the session that the line belongs to, where its lines name one: a block, an instance, a request, a process.';
comment on column smartlog.events.pattern is
  'The template in words, on the first event of it that a process of the filter met; else null (smartlog.templates has it).';
comment on column smartlog.events.muted is 'Somebody has muted such events: true, else null. What lists leave out by default.';
comment on column smartlog.events.mute is 'The mute that hides it, in smartlog.mutes.';
-- A session's events are read together, long after the first.
create index on smartlog.events (session, time) where session is not null;
-- What is counted of these.
alter table smartlog.recount add column pattern text, add column muted boolean, add column mute bigint;

-- As in 0016_source.sql, with patterns.
create or replace function smartlog.column_characters(name text) returns integer
language sql immutable parallel safe
return case
  when name = 'path' then 4096
  when name = 'ref' then 2048
  when name in ('ua', 'error') then 1024
  when name in ('model', 'tag', 'host', 'service', 'username', 'qname', 'hit', 'line_key', 'pattern') then 255
  else 64
end;
select smartlog.build_ingest();
