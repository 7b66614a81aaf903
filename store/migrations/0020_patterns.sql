-- Patterns: templates in words. The filter writes the words of a template with its first event; a later model may mask more
-- of a line, and with it put several templates into one.

comment on column smartlog.templates.text is
  'The template in words, as the filter writes it; of a filter that wrote none, a line with what varies masked.';

-- What stands for a pattern where the filter wrote none.
create function smartlog.masked_line(kind text, method text, path text, status smallint, record jsonb) returns text
language sql immutable parallel safe
return case
  when kind = 'web' and path is not null
    then concat_ws(' ', method, smartlog.mask(split_part(path, '?', 1)), (status / 100)::text || 'xx')
  else smartlog.mask(coalesce(smartlog.message(record), path, record::text))
end;

comment on column smartlog.top_hour.suspicious is 'Events that aren''t normal, and not muted; score is their highest.';
-- As in 0007_top.sql, with patterns; what is muted is not suspicious.
create or replace function smartlog.count_top() returns trigger
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
      count(*) filter (where is_suspicious) as suspicious, count(*) filter (where status >= 400) as errors,
      coalesce(max(score) filter (where is_suspicious), 0) as score,
      count(*) + 9 * count(*) filter (where is_suspicious) as weight,
      min(time) as first_seen, max(time) as last_seen, max(pattern) as pattern
    from (
      select date_bin('1 hour', time, 'epoch') as at, ip, split_part(path::varchar(300), '?', 1) as path,
        ua::varchar(300) as ua, tpl, label <> 'normal' and muted is not true as is_suspicious, status, score, time,
        pattern
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
      max(last_seen) as last_seen, max(pattern) as pattern
    from named where is_stored and by = 14 and tpl is not null group by tpl
  ), known as (
    update templates t set events = t.events + b.events, first_seen = least(t.first_seen, b.first_seen),
      last_seen = greatest(t.last_seen, b.last_seen), text = coalesce(b.pattern, t.text)
    from template b where t.tpl = b.tpl
  )
  select (select array_agg(at) from hour),
    array(select b.tpl from template b where not exists (select from templates t where t.tpl = b.tpl)
      order by events desc, tpl limit 500)
  into hours, new_templates;

  if cardinality(new_templates) > 0 then
    insert into templates (tpl, kind, text, events, first_seen, last_seen, example_time, example_id)
    select tpl, kind, coalesce(pattern_of_all, smartlog.masked_line(kind, method, path, status, record)),
      events, first_seen, last_seen, time, id
    from (
      select *, row_number() over (partition by tpl order by time, id) as nth, count(*) over same as events,
        min(time) over same as first_seen, max(time) over same as last_seen, max(pattern) over same as pattern_of_all
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

-- Templates that a later model put into others: their events are found with those of the other.
create table smartlog.merged_templates (
  old text primary key,
  tpl text not null,
  at  timestamptz not null default now()
);
comment on table smartlog.merged_templates is
  'Templates of former models and what they are in the one in service; the 20,000 newest.';
create index on smartlog.merged_templates (tpl);

-- Puts templates into others, each into the one at its place: counts are added, the first time is the earliest, the words
-- are those of the new one as soon as it is met. Given again, nothing happens. Returns how many went into others.
create function smartlog.merge_templates(templates text[], into_templates text[]) returns integer
language plpgsql security definer set search_path = pg_catalog, smartlog, pg_temp as $$
declare
  olds text[];
  news text[];
  merged integer;
begin
  lock table counting_lock in exclusive mode;
  -- One that goes into another that goes into a third goes there at once.
  with pair as (
    select distinct on (o) o, n from unnest(templates, into_templates) as given (o, n) where o is not null and n is not null
  ), last as (
    select p.o, coalesce(q.n, p.n) as n from pair p left join pair q on q.o = p.n
  )
  select array_agg(o), array_agg(n) into olds, news from last where not exists (select from pair where pair.o = last.n);

  insert into merged_templates as m (old, tpl) select o, n from unnest(olds, news) as pair (o, n)
    on conflict (old) do update set tpl = excluded.tpl, at = now();
  update merged_templates m set tpl = n from unnest(olds, news) as pair (o, n) where m.tpl = o;
  -- A template that came back is none of a former model.
  delete from merged_templates m where m.old = any (news);
  delete from merged_templates m where m.old in (select old from merged_templates order by at desc, old offset 20000);

  with gone as (
    delete from smartlog.templates t using unnest(olds, news) as pair (o, n) where t.tpl = o returning t.*, n
  ), newest as (
    select distinct on (n) * from gone order by n, last_seen desc, tpl
  ), added as (
    insert into smartlog.templates as t (tpl, kind, text, events, first_seen, last_seen, known_since, example_time, example_id)
    select g.n, e.kind, e.text, sum(g.events), min(g.first_seen), max(g.last_seen), min(g.known_since), e.example_time, e.example_id
    from gone g join newest e using (n) group by g.n, e.kind, e.text, e.example_time, e.example_id
    on conflict (tpl) do update set events = t.events + excluded.events,
      first_seen = least(t.first_seen, excluded.first_seen), last_seen = greatest(t.last_seen, excluded.last_seen),
      known_since = least(t.known_since, excluded.known_since)
  )
  select count(*)::integer from gone into merged;

  with gone as (
    delete from top_hour t using unnest(olds, news) as pair (o, n)
    where t.dimension = 'template' and t.name = o returning t.*, n
  )
  insert into top_hour as t (at, dimension, name, events, suspicious, errors, score)
  select at, dimension, n, sum(events), sum(suspicious), sum(errors), max(score) from gone group by at, dimension, n
  on conflict (dimension, at, name) do update set events = t.events + excluded.events,
    suspicious = t.suspicious + excluded.suspicious, errors = t.errors + excluded.errors,
    score = greatest(t.score, excluded.score);
  with gone as (
    delete from top_day t using unnest(olds, news) as pair (o, n)
    where t.dimension = 'template' and t.name = o returning t.*, n
  )
  insert into top_day as t (at, dimension, name, events, suspicious, errors, score)
  select at, dimension, n, sum(events), sum(suspicious), sum(errors), max(score) from gone group by at, dimension, n
  on conflict (dimension, at, name) do update set events = t.events + excluded.events,
    suspicious = t.suspicious + excluded.suspicious, errors = t.errors + excluded.errors,
    score = greatest(t.score, excluded.score);
  return merged;
end
$$;

-- As in 0016_source.sql, with templates that were put into the one that is sought, and with what becomes of muted events: 'hide',
-- 'show', or 'only' these.
drop function smartlog.search(timestamptz, timestamptz, text[], text[], text[], text[], text, text, text, integer, interval);
create function smartlog.search(
  low timestamptz, high timestamptz, sites text[], kinds text[], labels text[], severities text[],
  source text, template text, wanted text, most integer, budget interval default '4 s', muting text default 'show')
returns table (event smartlog.events, searched_to timestamptz)
language plpgsql stable parallel restricted as $$
declare
  batch_rows constant integer := 20000; -- some tenths of a second, so that the budget is kept whatever a step holds
  needle text := lower(wanted);
  -- What it is in the model in service, and all that went into that.
  wanted_template text := coalesce((select tpl from smartlog.merged_templates where old = template), template);
  wanted_templates text[] := array(select old from smartlog.merged_templates where tpl = wanted_template) || wanted_template;
  network inet := smartlog.network(source);
  ends timestamptz := clock_timestamp() + budget;
  step interval := '1 hour';
  upper_time timestamptz := high;
  upper_id bigint := 9223372036854775807;
  lower_time timestamptz;
  looked_at integer;
  left_to_find integer := most;
  seen record;
begin
  loop
    lower_time := greatest(low, upper_time - step);
    looked_at := 0;
    -- Written out, so that the plan touches the partitions of this step and locks no other.
    for seen in execute format(
      $search$
        select e as event, e.time, e.id,
          ('*' = any ($1) or coalesce(host, service, tag, '') = any ($1))
            and ('*' = any ($2) or kind = any ($2))
            and ('*' = any ($3) or label = any ($3))
            and ('*' = any ($4) or severity = any ($4))
            and ($5 = '' or ip <<= $6)
            and ($9 = '' or tpl = any ($7))
            and ('show' = $10 or coalesce(muted, false) = ('only' = $10))
            and ($8 = ''
              or position($8 in lower(concat_ws(' ', path, ua, username, host, service, qname, array_to_string(why, ' '), hit, host(peer)))) > 0
              or position($8 in lower(smartlog.line(record))) > 0) as matches
        from (
          select * from smartlog.events
          where time >= %L and time <= %L and (time, id) < (%L, %L)
          order by time desc, id desc
          limit %s
        ) e
      $search$,
      lower_time, upper_time, upper_time, upper_id, batch_rows)
    using sites, kinds, labels, severities, source, network, wanted_templates, needle, template, muting
    loop
      looked_at := looked_at + 1;
      upper_time := seen.time;
      upper_id := seen.id;
      continue when seen.matches is not true;
      event := seen.event;
      return next;
      left_to_find := left_to_find - 1;
      exit when left_to_find = 0;
    end loop;
    exit when left_to_find = 0;
    if looked_at < batch_rows then
      upper_time := lower_time;
      upper_id := -9223372036854775808; -- the bound itself belonged to this step
      step := step * 4;
    end if;
    exit when upper_time <= low or clock_timestamp() > ends;
  end loop;
  if upper_time > low and exists (
    select from smartlog.rollup_minute
    where at > low - interval '1 minute' and at <= date_bin('1 minute', upper_time, 'epoch')
  ) then
    event := null;
    -- Rounded up to a millisecond, as pages keep time: a bound that is a little late shows an event twice, not never.
    searched_to := date_trunc('milliseconds', upper_time) + interval '1 ms';
    return next;
  end if;
end
$$;
grant execute on function smartlog.search to smartlog_read, smartlog_train;

-- Patterns of a range of time with their counts in it: the most frequent ones, the newest (first seen in the range), or the
-- rarest of those seen in it (three events in all at most).
--
-- The most frequent are counted from the top names, by whole hours (by days in ranges over three days); the others from the
-- events, up to 1,000 each, so that the cost is bounded.
create function smartlog.patterns(low timestamptz, high timestamptz, kinds text[], sorted text, most integer)
returns table (
  tpl text, kind text, pattern text, events bigint, unusual bigint, first_seen timestamptz, last_seen timestamptz,
  example_time timestamptz, example_id bigint)
language plpgsql stable parallel restricted as $$
#variable_conflict use_column
begin
  if sorted = 'frequent' then
    return query
      select t.tpl, t.kind, t.text, c.events, c.unusual, t.first_seen, t.last_seen, t.example_time, t.example_id
      from (
        select name, sum(n.events)::bigint as events, sum(n.suspicious)::bigint as unusual
        from smartlog.top(low, high) n where dimension = 'template' group by name
      ) c
      join smartlog.templates t on t.tpl = c.name
      where '*' = any (kinds) or t.kind = any (kinds)
      order by c.events desc, t.tpl
      limit most;
    return;
  end if;
  -- Written out, so that the plan touches the partitions of the range and locks no other.
  return query execute format(
    $query$
      select t.tpl, t.kind, t.text, c.events, c.unusual, t.first_seen, t.last_seen, t.example_time, t.example_id
      from (
        select * from smartlog.templates
        where last_seen >= %1$L and first_seen <= %2$L and ('*' = any ($1) or kind = any ($1))
          and case when $2 = 'new' then first_seen >= %1$L else events <= 3 end
        order by case when $2 = 'new' then first_seen else last_seen end desc, tpl
        limit $3
      ) t
      cross join lateral (
        select count(*) as events, count(*) filter (where label <> 'normal') as unusual
        from (
          select label from smartlog.events
          where tpl = any (array(select old from smartlog.merged_templates m where m.tpl = t.tpl) || t.tpl)
            and time >= %1$L and time <= %2$L
          limit 1000
        ) e
      ) c
      where c.events > 0
      order by case when $2 = 'new' then t.first_seen end desc, c.events, t.last_seen desc, t.tpl
    $query$, low, high)
  using kinds, sorted, most;
end
$$;

grant select on smartlog.merged_templates to smartlog_read, smartlog_train;
grant execute on function smartlog.merge_templates to smartlog_train;
grant execute on function smartlog.patterns to smartlog_read, smartlog_train;
