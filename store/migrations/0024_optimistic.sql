-- A batch is first taken for what most are: new events, each with a time of its own. Then no row
-- asks for what is known before it goes in. Where that turns out wrong, the batch is stored as it was until now.

-- The events that a batch's records make. What has no usable id makes none. Each record is parsed once (offset 0 keeps
-- the planner from repeating it). untimed: without a time of its own, filed under its arrival.
create function smartlog.events_of(tags text[], times timestamptz[], records json[], careful boolean)
returns table (
  "time" timestamptz, id bigint, bytes bigint, score real, bot real, threat real, anomaly real, ms real, sport integer,
  dport integer, status smallint, v smallint, kind text, label text, severity text, tpl text, model text, tag text,
  ip inet, dst inet, method text, path text, ua text, ref text, host text, service text, level text, username text,
  outcome text, qname text, qtype text, rcode text, action text, proto text, iface text, why text[], error text,
  record jsonb, untimed boolean)
language sql stable as $$
  select
    at, smartlog.event_id(id), bytes, score, bot, threat, anomaly, ms, sport, dport, status, v,
    case when kind in ('web', 'auth', 'dns', 'firewall', 'app', 'syslog') then kind else 'unknown' end,
    case when label in ('bot', 'attack', 'anomaly') then label else 'normal' end,
    case when severity in ('low', 'medium', 'high', 'critical') then severity else 'none' end,
    smartlog.cut(tpl, 64), smartlog.cut(model, 255), smartlog.cut(tag, 255), ip, dst, smartlog.cut(method, 64),
    smartlog.cut(path, 4096), smartlog.cut(ua, 1024), smartlog.cut(ref, 2048), smartlog.cut(host, 255),
    smartlog.cut(service, 255), smartlog.cut(level, 64), smartlog.cut("user", 255), smartlog.cut(outcome, 64),
    smartlog.cut(qname, 255), smartlog.cut(qtype, 64), smartlog.cut(rcode, 64), smartlog.cut(action, 64),
    smartlog.cut(proto, 64), smartlog.cut(iface, 64),
    why, smartlog.cut(error, 1024), record - 'smartlog',
    at between arrived - interval '2 ms' and arrived + interval '2 ms'
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
        when careful then smartlog.fitting(s.event)
        else s.event
      end
    ) as e (
      id text, ts double precision, bytes bigint, score real, bot real, threat real, anomaly real, ms real,
      sport integer, dport integer, status smallint, v smallint, kind text, label text, severity text, tpl text,
      model text, ip inet, dst inet, method text, path text, ua text, ref text, host text, service text, level text,
      "user" text, outcome text, qname text, qtype text, rcode text, action text, proto text, iface text,
      why text[], error text)
    where length(e.id) between 1 and 16
    offset 0
  ) event
$$;

-- Whether five records, from a batch's start to its end, are all events with times of their own.
create function smartlog.looks_timed(tags text[], times timestamptz[], records json[]) returns boolean
language sql stable as $$
  select not coalesce(bool_or(event.untimed), true) and count(*) = count(event.id)
  from (
    select distinct 1 + (cardinality(records) - 1) * part / 4 as place from generate_series(0, 4) part
  ) sample
  left join lateral smartlog.events_of(
    tags[place:place], times[place:place], records[place:place], true) event on true
$$;

-- Stores a batch: in one statement where it is new and timed, else in one that looks for what is known.
--
-- Rows go in sorted by key: two batches with events in common (a redelivery while the first delivery still runs) then
-- wait for each other instead of deadlocking.
--
-- An event without a time of its own is filed under its arrival, which is another one when a shipper that lost its
-- place reads the line again. Such events are known by their id alone, for twelve hours: less than a log's rotation,
-- after which the same words at the same place in the file are news.
create or replace function smartlog.store_batch(
  tags text[], times timestamptz[], records json[], careful boolean, out stored bigint, out rejected bigint)
language plpgsql as $$
#variable_conflict use_column
declare
  size constant integer := cardinality(records);
  late bigint;
begin
  stored := 0;
  -- Of a few rows it doesn't matter how they are stored.
  if size >= 20 and not careful and smartlog.looks_timed(tags, times, records) then
    begin
      insert into smartlog.events (
        time, id, bytes, score, bot, threat, anomaly, ms, sport, dport, status, v, kind, label, severity, tpl, model,
        tag, ip, dst, method, path, ua, ref, host, service, level, username, outcome, qname, qtype, rcode, action,
        proto, iface, why, error, record)
      select
        time, id, bytes, score, bot, threat, anomaly, ms, sport, dport, status, v, kind, label, severity, tpl, model,
        tag, ip, dst, method, path, ua, ref, host, service, level, username, outcome, qname, qtype, rcode, action,
        proto, iface, why, error, record
      from smartlog.events_of(tags, times, records, careful)
      where not untimed
      order by time, id;
      get diagnostics stored = row_count;
    exception when unique_violation then
      stored := 0;
    end;
  end if;

  if stored < size then
    insert into smartlog.events (
      time, id, bytes, score, bot, threat, anomaly, ms, sport, dport, status, v, kind, label, severity, tpl, model,
      tag, ip, dst, method, path, ua, ref, host, service, level, username, outcome, qname, qtype, rcode, action,
      proto, iface, why, error, record)
    select distinct on (case when untimed then null else time end, id)
      time, id, bytes, score, bot, threat, anomaly, ms, sport, dport, status, v, kind, label, severity, tpl, model,
      tag, ip, dst, method, path, ua, ref, host, service, level, username, outcome, qname, qtype, rcode, action,
      proto, iface, why, error, record
    from smartlog.events_of(tags, times, records, careful) event
    where not untimed or not exists (
      select from smartlog.events known
      where known.id = event.id
        and known.time between event.time - interval '12 hours' and event.time + interval '12 hours'
      offset 0
    )
    order by case when untimed then null else time end, id, time
    on conflict (time, id) do nothing;
    get diagnostics late = row_count;
    stored := stored + late;
  end if;

  rejected := 0;
  if stored < size then
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

revoke execute on all functions in schema smartlog from public;
