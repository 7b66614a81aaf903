-- The most frequent names (sources, paths, user agents, templates), and what is known of templates.
--
-- Bounded by design, whatever is in the logs: at most 1,000 names an hour and dimension, 600 a day; 20,000 templates.

create table smartlog.top_hour (
  at         timestamptz not null,
  dimension  text not null,
  name       text not null,
  events     bigint not null,
  suspicious bigint not null,
  errors     bigint not null,
  score      real not null,
  primary key (dimension, at, name)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
comment on table smartlog.top_hour is
  'The most frequent names by hour; dimension: source, path, ua, template. Of each batch the 100 of most weight an '
  'hour are counted (a suspicious event weighs ten); above 1,000 names an hour the lightest are cut.';
comment on column smartlog.top_hour.suspicious is 'Events that aren''t normal; score is their highest.';

create table smartlog.top_day (like smartlog.top_hour including all)
with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.05);
comment on table smartlog.top_day is 'As top_hour, by day, of the hours'' names.';

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
  'Log templates, the 10,000 to 20,000 most frequent; a new one is here as soon as its first event is.';
comment on column smartlog.templates.text is 'The template''s first line, with its variable parts masked.';
comment on column smartlog.templates.known_since is 'When it was first stored; first_seen and last_seen are by event time.';
create index on smartlog.templates (known_since);

-- The message in a record; null where it has none of the usual fields.
create function smartlog.message(record jsonb) returns text
language sql immutable parallel safe
return coalesce(record ->> 'log', record ->> 'message', record ->> 'MESSAGE', record ->> 'msg', record ->> 'short_message');

-- The line in a record, for people to read.
create function smartlog.line(record jsonb) returns text
language sql immutable parallel safe
return left(coalesce(smartlog.message(record), record::text), 4000);

-- A line with its variable parts masked, for people to read. Which lines are of one template, the filter says (tpl).
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

-- Cuts the lightest names of hours that have too many, and of their days.
create function smartlog.trim_top(hours timestamptz[]) returns void
language sql set search_path = pg_catalog, smartlog, pg_temp as $$
  delete from top_hour t using (
    select dimension, at, name,
      row_number() over (partition by dimension, at order by events + 9 * suspicious desc, name) as nth
    from top_hour
    where (dimension, at) in (
      select dimension, at from top_hour where at = any (hours) group by 1, 2 having count(*) > 1000)
  ) ranked
  where nth > 500 and (t.dimension, t.at, t.name) = (ranked.dimension, ranked.at, ranked.name);

  delete from top_day t using (
    select dimension, at, name,
      row_number() over (partition by dimension, at order by events + 9 * suspicious desc, name) as nth
    from top_day
    where (dimension, at) in (
      select dimension, at from top_day
      where at = any (select distinct date_bin('1 day', hour, 'epoch') from unnest(hours) hour)
      group by 1, 2 having count(*) > 600)
  ) ranked
  where nth > 300 and (t.dimension, t.at, t.name) = (ranked.dimension, ranked.at, ranked.name);
$$;

-- Runs like count_rollups (0006_rollups.sql), and under the same lock. Templates are learnt from stored events only.
create function smartlog.count_top() returns trigger
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $$
declare
  is_stored constant boolean := tg_table_name = 'events';
  final_before timestamptz := '-infinity';
  hours timestamptz[];
  new_templates text[];
begin
  lock table counting_lock in exclusive mode;
  if is_stored then
    final_before := smartlog.final_before();
  end if;

  with named as materialized (
    select at, grouping(ip, path, ua, tpl) as by, ip, path, ua, tpl, count(*) as events,
      count(*) filter (where label <> 'normal') as suspicious, count(*) filter (where status >= 400) as errors,
      coalesce(max(score) filter (where label <> 'normal'), 0) as score,
      count(*) + 9 * count(*) filter (where label <> 'normal') as weight,
      min(time) as first_seen, max(time) as last_seen
    from (
      select date_bin('1 hour', time, 'epoch') as at, ip, split_part(path::varchar(300), '?', 1) as path,
        ua::varchar(300) as ua, tpl, label, status, score, time
      from batch
      where time >= final_before
    ) event
    group by grouping sets ((at, ip), (at, path), (at, ua), (at, tpl))
  ), hour as materialized (
    select at from named group by at
  ), most as materialized (
    select at, d.dimension, d.name, events, suspicious, errors, score
    from (values (7), (11), (13), (14)) dimensions (by)
    cross join lateral (
      select * from named n where n.by = dimensions.by and num_nonnulls(ip, path, ua, tpl) > 0
      order by weight desc, ip, path, ua, tpl
      limit 100 * (select count(*) from hour)
    ) n
    cross join lateral (values ('source', host(ip)), ('path', path), ('ua', ua), ('template', tpl)) d (dimension, name)
    where d.name is not null
  ), into_hour as (
    insert into top_hour as t (at, dimension, name, events, suspicious, errors, score)
    select at, dimension, name, events, suspicious, errors, score from most
    on conflict (dimension, at, name) do update set
      events = t.events + excluded.events, suspicious = t.suspicious + excluded.suspicious,
      errors = t.errors + excluded.errors, score = greatest(t.score, excluded.score)
  ), into_day as (
    insert into top_day as t (at, dimension, name, events, suspicious, errors, score)
    select date_bin('1 day', at, 'epoch'), dimension, name, sum(events), sum(suspicious), sum(errors), max(score)
    from most group by 1, 2, 3
    on conflict (dimension, at, name) do update set
      events = t.events + excluded.events, suspicious = t.suspicious + excluded.suspicious,
      errors = t.errors + excluded.errors, score = greatest(t.score, excluded.score)
  ), template as (
    select tpl, sum(events)::bigint as events, min(first_seen) as first_seen,
      max(last_seen) as last_seen
    from named where is_stored and by = 14 and tpl is not null group by tpl
  ), known as (
    update templates t set events = t.events + b.events, first_seen = least(t.first_seen, b.first_seen),
      last_seen = greatest(t.last_seen, b.last_seen)
    from template b where t.tpl = b.tpl
  )
  select (select array_agg(at) from hour),
    array(select b.tpl from template b where not exists (select from templates t where t.tpl = b.tpl)
      order by events desc, tpl limit 500)
  into hours, new_templates;

  if cardinality(new_templates) > 0 then
    insert into templates (tpl, kind, text, events, first_seen, last_seen, example_time, example_id)
    select tpl, kind, smartlog.mask(coalesce(smartlog.message(record), path, record::text)),
      events, first_seen, last_seen, time, id
    from (
      select *, row_number() over (partition by tpl order by time, id) as nth, count(*) over same as events,
        min(time) over same as first_seen, max(time) over same as last_seen
      from batch
      where tpl = any (new_templates)
      window same as (partition by tpl)
    ) event
    where nth = 1;
    -- Random words in a line make templates without end.
    if (select count(*) from templates) > 20000 then
      delete from templates
      where tpl in (select tpl from templates order by events desc, last_seen desc, tpl offset 10000);
    end if;
  end if;
  perform smartlog.trim_top(hours);
  return null;
end
$$;

create trigger count_top after insert on smartlog.events
referencing new table as batch for each statement execute function smartlog.count_top();

-- By hour up to three days, else by day.
create function smartlog.top(low timestamptz, high timestamptz) returns setof smartlog.top_hour
language sql stable parallel safe as $$
  select * from smartlog.top_hour
  where high - low <= '3 days' and at >= date_bin('1 hour', low, 'epoch') and at <= high
  union all
  select * from smartlog.top_day
  where high - low > '3 days' and at >= date_bin('1 day', low, 'epoch') and at <= high
$$;

grant select on smartlog.top_hour, smartlog.top_day, smartlog.templates to smartlog_read, smartlog_train;
grant execute on function smartlog.message, smartlog.line, smartlog.top to smartlog_read, smartlog_train;
