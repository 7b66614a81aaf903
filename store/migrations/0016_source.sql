-- What an attack is seen by, who connected where a proxy names the client, and the key of a line that no known key had.

alter table smartlog.events add column hit text, add column peer inet, add column line_key text;
alter table smartlog.events alter column hit set storage main, alter column line_key set storage main;
comment on column smartlog.events.ip is 'The client; behind trusted proxies the address that they name.';
comment on column smartlog.events.peer is 'Who connected, where ip is out of a header.';
comment on column smartlog.events.hit is 'What an attack is seen by: part of the request, colon, text.';

-- Characters that a column of text holds at most.
create function smartlog.column_characters(name text) returns integer
language sql immutable parallel safe
return case
  when name = 'path' then 4096
  when name = 'ref' then 2048
  when name in ('ua', 'error') then 1024
  when name in ('model', 'tag', 'host', 'service', 'username', 'qname', 'hit', 'line_key') then 255
  else 64
end;

-- As in 0004_events_of.sql, with this length of a column.
create or replace function smartlog.build_ingest() returns void
language plpgsql as $build$
declare
  -- Columns with their types, as events_of() returns them.
  columns text;
  -- Their values. An explicit cast to varchar cuts a text.
  expressions text;
  -- Fields that are read from a record's `smartlog`, with their types.
  fields text;
  -- Types of the fields that not every text can be cast to.
  types jsonb;
begin
  with event_column as (
    select attname as name, attnum, case attname when 'username' then 'user' else attname end as field,
      format_type(atttypid, null) as type,
      attname in ('time', 'id', 'tag', 'record') as is_own
    from pg_attribute where attrelid = 'smartlog.events'::regclass and attnum > 0 and not attisdropped
  )
  select
    string_agg(format('%I %s', name, type), ', ' order by attnum),
    string_agg(case
        when expression is not null then expression
        when type = 'text' then format('%I::varchar(%s)', field, smartlog.column_characters(name))
        else quote_ident(field)
      end, ', ' order by attnum),
    string_agg(format('%I %s', field, type), ', ' order by attnum) filter (where not is_own),
    jsonb_object_agg(field, type order by attnum) filter (where not is_own and type not in ('text', 'text[]'))
  into strict columns, expressions, fields, types
  from event_column
  left join (values
    ('time', 'at'),
    ('id', 'smartlog.event_id(id)'),
    ('record', $$record - 'smartlog'$$),
    ('kind', $$case when kind in ('web', 'auth', 'dns', 'firewall', 'app', 'syslog') then kind else 'unknown' end$$),
    ('label', $$case when label in ('bot', 'attack', 'anomaly') then label else 'normal' end$$),
    ('severity', $$case when severity in ('low', 'medium', 'high', 'critical') then severity else 'none' end$$)
  ) special (name, expression) using (name);

  drop function if exists smartlog.events_of;
  -- Each record is parsed once: `offset 0` keeps the planner from repeating it.
  execute format($definition$
create function smartlog.events_of(tags text[], times timestamptz[], records json[], lenient boolean)
returns table (%s, has_own_time boolean)
language sql stable as $body$
  select %s,
    not at between arrived - interval '2 ms' and arrived + interval '2 ms'
  from (
    select b.tag, b.arrived, b.record, e.*, smartlog.event_time(e.ts, b.arrived) as at
    from (
      select tag, smartlog.arrival_time(time) as arrived, data::jsonb as record
      from unnest(tags, times, records) as batch (tag, time, data)
      offset 0
    ) b
    cross join lateral (select b.record -> 'smartlog' as event offset 0) s
    cross join lateral jsonb_to_record(
      case
        when jsonb_typeof(s.event) is distinct from 'object' then '{}'
        when lenient then smartlog.sanitised(s.event, %L)
        else s.event
      end
    ) as e (id text, ts double precision, %s)
    where length(e.id) between 1 and 16
    offset 0
  ) event
$body$
  $definition$, columns, expressions, types || '{"ts": "double precision"}', fields);
  comment on function smartlog.events_of is
    'The events that a batch''s records make; a record without a usable id makes none. lenient: fields that don''t fit '
    'their column are left out, instead of failing the batch. has_own_time: not filed under its arrival.';

  -- A plpgsql statement with its columns written out is planned once a session.
  execute format($definition$
create or replace function smartlog.insert_new_events(
  tags text[], times timestamptz[], records json[], out stored bigint)
language plpgsql as $body$
#variable_conflict use_column
begin
  insert into smartlog.events (%1$s)
  select %1$s from smartlog.events_of(tags, times, records, false)
  where has_own_time
  order by time, id;
  get diagnostics stored = row_count;
exception when unique_violation then
  stored := 0;
end
$body$
  $definition$, smartlog.event_columns());
  comment on function smartlog.insert_new_events is
    'Stores a batch as most are: new events, each with a time of its own. No row looks for known ones before it goes in. '
    'Where one is known after all, nothing is stored. Rows go in sorted by key: so two batches with events in common (a '
    'redelivery while the first delivery still runs) wait for each other instead of deadlocking.';
end
$build$;

select smartlog.build_ingest();

-- As in 0013_search.sql, with these columns among the texts.
create or replace function smartlog.search(
  low timestamptz, high timestamptz, sites text[], kinds text[], labels text[], severities text[],
  source text, template text, wanted text, most integer, budget interval default '4 s')
returns table (event smartlog.events, searched_to timestamptz)
language plpgsql stable parallel restricted as $$
declare
  batch_rows constant integer := 20000; -- some tenths of a second, so that the budget is kept whatever a step holds
  needle text := lower(wanted);
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
            and ($7 = '' or tpl = $7)
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
    using sites, kinds, labels, severities, source, network, template, needle
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
