-- Counts by minute, hour and day, and who is seen most: what dashboards read instead of events.
--
--   INSERT INTO events ──after, per statement──► rollup_minute, _hour, _6h, _day          exact
--                                              ► top_hour, top_day                        the most frequent
--
-- Bounded by design, whatever is in the logs: at most 200 sites (the rest is counted as one), at most 1,000 names an
-- hour and dimension, 600 a day.

create table smartlog.settings (
  only_row             boolean primary key default true check (only_row),
  rollups_final_before timestamptz not null default '-infinity'
);
comment on column smartlog.settings.rollups_final_before is
  'Events before it have been dropped by retention: their counts stay as they are, and late ones change nothing.';
insert into smartlog.settings default values;

create table smartlog.sites (
  site       text primary key,
  first_seen timestamptz not null default now()
);
comment on table smartlog.sites is 'Sites that are counted by name; a host header is the client''s to choose, so not all are.';

create table smartlog.rollup_minute (
  at           timestamptz not null,
  site         text not null,
  kind         text not null,
  label        text not null,
  severity     text not null,
  status_class smallint not null,
  events       bigint not null,
  bytes        numeric not null,
  timed        bigint not null,
  duration_us  bigint not null,
  score        real not null,
  primary key (at, site, kind, label, severity, status_class)
) with (fillfactor = 70);
comment on table smartlog.rollup_minute is 'Events by minute (UTC). site: host, else service, else tag. status_class: 2 for 2xx; 0 for none.';
comment on column smartlog.rollup_minute.timed is 'Events that have a duration; duration_us is the sum of theirs.';
comment on column smartlog.rollup_minute.score is 'The highest.';

create table smartlog.rollup_hour (like smartlog.rollup_minute including all) with (fillfactor = 70);
create table smartlog.rollup_6h (like smartlog.rollup_minute including all) with (fillfactor = 70);
create table smartlog.rollup_day (like smartlog.rollup_minute including all) with (fillfactor = 70);
comment on table smartlog.rollup_hour is 'As rollup_minute, by hour.';
comment on table smartlog.rollup_6h is 'As rollup_minute, by six hours from midnight: what a month is drawn from.';
comment on table smartlog.rollup_day is 'As rollup_minute, by day.';

create table smartlog.top_hour (
  at         timestamptz not null,
  dimension  text not null,
  name       text not null,
  events     bigint not null,
  suspicious bigint not null,
  errors     bigint not null,
  score      real not null,
  primary key (dimension, at, name)
) with (fillfactor = 70);
comment on table smartlog.top_hour is
  'Who and what is seen most, by hour; dimension: source, path, ua, template. Of each batch the 100 of most weight an '
  'hour are counted (a suspicious event weighs ten); above 1,000 names an hour the lightest are cut.';
comment on column smartlog.top_hour.suspicious is 'Events that aren''t normal; score is the highest of theirs.';

create table smartlog.top_day (like smartlog.top_hour including all) with (fillfactor = 70);
comment on table smartlog.top_day is 'As top_hour, by day, of the hours'' names.';

-- Half of these tables is rewritten each minute; clean them while they're small.
do $$
declare
  name text;
begin
  foreach name in array array['rollup_minute', 'rollup_hour', 'rollup_6h', 'rollup_day', 'top_hour', 'top_day'] loop
    execute format('alter table smartlog.%I set (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05)', name);
  end loop;
end
$$;

-- Known patterns of lines.

create table smartlog.templates (
  tpl          text primary key,
  kind         text not null,
  text         text not null,
  events       bigint not null,
  first_seen   timestamptz not null,
  last_seen    timestamptz not null,
  known_since  timestamptz not null default now(),
  example_time timestamptz not null,
  example_id   bigint not null
) with (fillfactor = 70);
comment on table smartlog.templates is
  'Patterns of lines, the 10,000 to 20,000 most frequent; a new one is here as soon as its first event is.';
comment on column smartlog.templates.text is 'The first line of it, with what varies masked.';
comment on column smartlog.templates.known_since is 'When it was first stored; first_seen and last_seen are by event time.';

create index on smartlog.templates (known_since);

-- A line with what varies masked: for people to read. What makes two lines the same pattern is the filter's to say (tpl).
create function smartlog.mask(line text) returns text
language sql immutable parallel safe
return left(
  regexp_replace(
  regexp_replace(
  regexp_replace(left(line, 2000),
    '"[^"]*"', '"*"', 'g'),
    '\m([0-9a-fA-F]{1,4}:){2,7}[0-9a-fA-F:.]*[0-9a-fA-F]\M|\m[0-9a-fA-F]{16,}\M|\m[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\M', '*', 'g'),
    '[0-9]+([.:,/-][0-9]+)*', '*', 'g'),
  500);

grant select on smartlog.settings, smartlog.sites, smartlog.rollup_minute, smartlog.rollup_hour, smartlog.rollup_6h,
  smartlog.rollup_day, smartlog.top_hour, smartlog.top_day, smartlog.templates to smartlog_read, smartlog_train;
