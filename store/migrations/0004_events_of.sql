-- Records as events: the columns of smartlog.events, filled from the field `smartlog` of each record. The columns are
-- written once, in 0002_events.sql: what lists them is built from there.

-- Whether a text can be cast to a type.
create function smartlog.castable(value text, type text) returns boolean
language plpgsql immutable parallel safe as $$
begin
  execute format('select %L::%s', value, type);
  return true;
exception when others then
  return false;
end
$$;

-- An event without the fields that can't be cast to their type ({"bytes": "bigint", …}), and with texts for reasons.
create function smartlog.sanitised(event jsonb, types jsonb) returns jsonb
language sql immutable parallel safe
return (
  select coalesce(jsonb_object_agg(key, case
      when key = 'why' then (select jsonb_agg(reason #>> '{}') from jsonb_array_elements(value) reason)
      else value
    end), '{}')
  from jsonb_each(event)
  where case
    when key = 'why' then jsonb_typeof(value) = 'array'
    when types ? key then smartlog.castable(value #>> '{}', types ->> key)
    else true
  end
);

-- Makes events_of() and insert_new_events() from the columns of smartlog.events. A migration that changes the columns
-- calls it again, so that nothing else lists them.
create function smartlog.build_ingest() returns void
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
        when type = 'text' then format('%I::varchar(%s)', field, coalesce(characters, 64))
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
  ) special (name, expression) using (name)
  left join (values
    ('path', 4096), ('ref', 2048), ('ua', 1024), ('error', 1024), ('model', 255), ('tag', 255), ('host', 255),
    ('service', 255), ('username', 255), ('qname', 255)
  ) longer (name, characters) using (name);

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
