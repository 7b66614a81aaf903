-- The way in: the view ingest(tag, time, data).
--
--   INSERT INTO ingest … ──rule──► one row of arrays ──trigger──► store_batch(): one INSERT INTO events … SELECT
--
-- Fluent Bit inserts a chunk with one statement; the rule gathers its rows into arrays, so that a function sees the
-- whole batch and can do what a rule alone can't: make partitions, put aside what can't be an event, count.
-- With RETURNING data, a statement gets one row back: {"stored": n, "duplicates": n, "rejected": n}.

-- Only the fields of an event that fit their column, for batches in which one doesn't.
create function smartlog.fits(value text, type text) returns boolean
language plpgsql immutable parallel safe as $$
begin
  execute format('select %L::%s', value, type);
  return true;
exception when others then
  return false;
end
$$;

create function smartlog.fitting(event jsonb) returns jsonb
language sql immutable parallel safe
return (
  select coalesce(jsonb_object_agg(field.key, case
      when field.key = 'why' then
        (select jsonb_agg(reason #>> '{}') from jsonb_array_elements(field.value) reason)
      else field.value
    end), '{}')
  from jsonb_each(event) field
  left join (values
    ('ts', 'double precision'), ('bytes', 'bigint'), ('score', 'real'), ('bot', 'real'), ('threat', 'real'),
    ('anomaly', 'real'), ('ms', 'real'), ('sport', 'integer'), ('dport', 'integer'), ('status', 'smallint'),
    ('v', 'smallint'), ('ip', 'inet'), ('dst', 'inet')) typed (key, type) using (key)
  where case
    when field.key = 'why' then jsonb_typeof(field.value) = 'array'
    when typed.type is null then true
    else smartlog.fits(field.value #>> '{}', typed.type)
  end
);

-- At most so many characters; what is short enough in bytes needs no counting.
create function smartlog.cut(value text, characters integer) returns text
language sql immutable parallel safe
return case when octet_length(value) <= characters then value else left(value, characters) end;

-- Stores a batch in one statement. Each record is parsed once (offset 0 keeps the planner from repeating it).
--
-- Rows go in sorted by key: two batches with events in common (a redelivery while the first delivery still runs) then
-- wait for each other instead of deadlocking.
--
-- An event without a time of its own is filed under its arrival, which is another one when a shipper that lost its
-- place reads the line again. Such events are known by their id alone, for twelve hours: less than a log's rotation,
-- after which the same words at the same place in the file are news.
create function smartlog.store_batch(
  tags text[], times timestamptz[], records json[], careful boolean, out stored bigint, out rejected bigint)
language plpgsql as $$
begin
  insert into smartlog.events (
    time, id, bytes, score, bot, threat, anomaly, ms, sport, dport, status, v, kind, label, severity, tpl, model,
    tag, ip, dst, method, path, ua, ref, host, service, level, username, outcome, qname, qtype, rcode, action,
    proto, iface, why, error, record)
  select distinct on (case when untimed then null else at end, event_id)
    at, event_id, bytes, score, bot, threat, anomaly, ms, sport, dport, status, v,
    case when kind in ('web', 'auth', 'dns', 'firewall', 'app', 'syslog') then kind else 'unknown' end,
    case when label in ('bot', 'attack', 'anomaly') then label else 'normal' end,
    case when severity in ('low', 'medium', 'high', 'critical') then severity else 'none' end,
    smartlog.cut(tpl, 64), smartlog.cut(model, 255), smartlog.cut(tag, 255), ip, dst, smartlog.cut(method, 64),
    smartlog.cut(path, 4096), smartlog.cut(ua, 1024), smartlog.cut(ref, 2048), smartlog.cut(host, 255),
    smartlog.cut(service, 255), smartlog.cut(level, 64), smartlog.cut("user", 255), smartlog.cut(outcome, 64),
    smartlog.cut(qname, 255), smartlog.cut(qtype, 64), smartlog.cut(rcode, 64), smartlog.cut(action, 64),
    smartlog.cut(proto, 64), smartlog.cut(iface, 64),
    why, smartlog.cut(error, 1024), record
  from (
    select *, at between arrived - interval '2 ms' and arrived + interval '2 ms' as untimed
    from (
      select b.tag, b.arrived, b.record - 'smartlog' as record, e.*,
        smartlog.event_id(e.id) as event_id, smartlog.event_time(e.ts, b.arrived) as at
      from (
        select tag, arrived, record, record -> 'smartlog' as event
        from (
          select tag, smartlog.arrival_time(time) as arrived, data::jsonb as record
          from unnest(tags, times, records) as batch (tag, time, data)
          offset 0
        ) parsed
        offset 0
      ) b
      cross join lateral jsonb_to_record(
        case
          when jsonb_typeof(b.event) is distinct from 'object' then '{}'
          when careful then smartlog.fitting(b.event)
          else b.event
        end
      ) as e (
        id text, ts double precision, bytes bigint, score real, bot real, threat real, anomaly real, ms real,
        sport integer, dport integer, status smallint, v smallint, kind text, label text, severity text, tpl text,
        model text, ip inet, dst inet, method text, path text, ua text, ref text, host text, service text, level text,
        "user" text, outcome text, qname text, qtype text, rcode text, action text, proto text, iface text,
        why text[], error text)
      where length(e.id) between 1 and 16
      offset 0
    ) filed
    offset 0
  ) event
  where not untimed or not exists (
    select from smartlog.events known
    where known.id = event_id and known.time between at - interval '12 hours' and at + interval '12 hours'
    offset 0
  )
  order by case when untimed then null else at end, event_id, at
  on conflict (time, id) do nothing;
  get diagnostics stored = row_count;

  rejected := 0;
  if stored < cardinality(records) then
    insert into smartlog.rejected (time, id, tag, reason, data)
    select arrived, hashtextextended(coalesce(tag, '') || data::text, 0), left(tag, 255), reason, left(data::text, 65536)
    from (
      select tag, coalesce(time, '-infinity') as arrived, data, case
          when data is null then 'no data'
          when json_typeof(data) <> 'object' then 'not an object'
          when json_typeof(data -> 'smartlog') is distinct from 'object' then 'no smartlog: it did not pass the filter'
          when coalesce(data -> 'smartlog' ->> 'id', '') !~* '^[0-9a-f]{1,16}$' then 'smartlog.id is not 1 to 16 hex digits'
        end as reason
      from unnest(tags, times, records) as batch (tag, time, data)
    ) looked_at
    where reason is not null
    order by 1, 2
    on conflict (time, id) do nothing;
    get diagnostics rejected = row_count;
  end if;
end
$$;

-- Stores a batch whatever is in it. Most are stored as they come. One that isn't is halved until what is wrong stands
-- alone; that is put aside with the server's reason, and everything else is stored. Errors that aren't about content
-- (a deadlock, a full disk, a shutdown) fail the batch: the shipper sends it again.
create function smartlog.take(
  tags text[], times timestamptz[], records json[], careful boolean, out stored bigint, out rejected bigint)
language plpgsql as $$
declare
  size integer := coalesce(cardinality(records), 0);
  half integer := size / 2;
  partitions_made boolean := false;
  reason text;
  detail text;
  part record;
begin
  stored := 0;
  rejected := 0;
  if size = 0 then
    return;
  end if;
  loop
    begin
      select b.stored, b.rejected into stored, rejected
        from smartlog.store_batch(tags, times, records, careful) b;
      return;
    exception
      when check_violation then -- no partition for some row
        reason := sqlerrm;
      when data_exception or integrity_constraint_violation or program_limit_exceeded then
        get stacked diagnostics detail = pg_exception_detail;
        reason := concat_ws(': ', sqlerrm, nullif(detail, ''));
        exit;
    end;
    if partitions_made then
      -- Retention is dropping the very partition. The shipper comes again.
      raise exception using errcode = 'serialization_failure', message = reason;
    end if;
    begin
      perform smartlog.make_partitions(array(
        select smartlog.event_time(
          case when smartlog.fits(data -> 'smartlog' ->> 'ts', 'double precision')
            then (data -> 'smartlog' ->> 'ts')::double precision end,
          smartlog.arrival_time(time))
        from unnest(times, records) as batch (time, data)));
    exception when data_exception or program_limit_exceeded then
      exit;
    end;
    partitions_made := true;
  end loop;

  if size > 1 then
    for part in
      select b.* from (values (1, half), (half + 1, size)) r (low, high),
        smartlog.take(tags[low:high], times[low:high], records[low:high], careful) b
    loop
      stored := stored + part.stored;
      rejected := rejected + part.rejected;
    end loop;
  elsif not careful then
    select b.stored, b.rejected into stored, rejected from smartlog.take(tags, times, records, true) b;
  else
    insert into smartlog.rejected (time, id, tag, reason, data)
    values (coalesce(times[1], '-infinity'), hashtextextended(coalesce(tags[1], '') || records[1]::text, 0),
      left(tags[1], 255), reason, left(records[1]::text, 65536))
    on conflict (time, id) do nothing;
    get diagnostics rejected = row_count;
  end if;
end
$$;

create view smartlog.batch as
select null::text[] as tags, null::timestamptz[] as times, null::json[] as records,
  null::bigint as stored, null::bigint as duplicates, null::bigint as rejected
where false;

create function smartlog.take_batch() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp set work_mem = '32MB' as $$
declare
  tomorrow constant timestamptz := now() + interval '1 day';
begin
  if smartlog.partition_missing(now()) or smartlog.partition_missing(tomorrow) then
    perform smartlog.make_partitions(array[now(), tomorrow]);
  end if;
  select t.stored, t.rejected into new.stored, new.rejected
    from smartlog.take(new.tags, new.times, new.records, false) t;
  new.duplicates := coalesce(cardinality(new.records), 0) - new.stored - new.rejected;
  return new;
end
$$;

create trigger take_batch instead of insert on smartlog.batch
for each row execute function smartlog.take_batch();

create view smartlog_ingest.ingest as
select null::varchar as tag, null::timestamptz as "time", null::json as data
where false;

comment on view smartlog_ingest.ingest is
  'Shippers insert (tag, time, data) here. Always empty; RETURNING data gives the batch''s counts, in one row.';

create rule ingest as on insert to smartlog_ingest.ingest do instead
insert into smartlog.batch (tags, times, records)
select array_agg(new.tag), array_agg(new.time), array_agg(new.data)
returning null::varchar, null::timestamptz,
  json_build_object('stored', batch.stored, 'duplicates', batch.duplicates, 'rejected', batch.rejected);

-- Fluent Bit runs CREATE TABLE IF NOT EXISTS at each start, which needs CREATE on the schema though the view is there;
-- hence a schema of its own. SELECT is for RETURNING; the view shows nothing.
grant usage, create on schema smartlog_ingest to smartlog_ingest;
grant insert, select on smartlog_ingest.ingest to smartlog_ingest;

revoke execute on all functions in schema smartlog from public;
grant execute on function smartlog.event_id, smartlog.event_hex to smartlog_read, smartlog_train;
