-- Years of partitions. Every partition that a statement names costs the lock table some dozen locks, one for each index:
-- look-ups name the time, and days that are long over are merged into months (months.ts).

-- All partitions of events, the oldest first. Their bounds as times, whatever the session's style of dates: the texts
-- that Postgres keeps are printed and read back under these settings.
create function smartlog.event_partitions()
returns table (oid oid, name text, low timestamptz, high timestamptz)
language sql stable set datestyle = 'ISO' set timezone = 'UTC' as $$
  select c.oid, c.relname::text,
    coalesce(substring(b.bound from $re$FROM \('([^']+)'\)$re$)::timestamptz, '-infinity'),
    coalesce(substring(b.bound from $re$TO \('([^']+)'\)$re$)::timestamptz, 'infinity')
  from pg_inherits i
  join pg_class c on c.oid = i.inhrelid
  cross join lateral (select pg_get_expr(c.relpartbound, c.oid) as bound) b
  where i.inhparent = 'smartlog.events'::regclass and not i.inhdetachpending and b.bound is not null
  order by 3
$$;

create or replace function smartlog.make_partitions(times timestamptz[]) returns void
language plpgsql as $$
declare
  at timestamptz;
  day date;
  first date;
  last date;
  name text;
begin
  lock table smartlog.partitions_lock in exclusive mode;
  for at in select distinct date_trunc('day', t, 'UTC') from unnest(times) t order by 1 loop
    continue when not smartlog.partition_missing(at);
    day := at at time zone 'UTC';
    first := date_trunc('month', day);
    last := first + interval '1 month';
    name := to_char(day, '"events_"YYYYMM');
    if day >= (now() at time zone 'UTC')::date - 62
      or exists (select from pg_inherits i join pg_class c on c.oid = i.inhrelid
                 where i.inhparent = 'smartlog.events'::regclass and c.relname like name || '__')
    then
      first := day;
      last := day + 1;
      name := to_char(day, '"events_"YYYYMMDD');
    end if;
    execute format('create table smartlog.%I (like smartlog.events including all)', name);
    execute format('alter table smartlog.events attach partition smartlog.%I for values from (%L) to (%L)',
      name, to_char(first, 'YYYY-MM-DD" 00:00:00+00"'), to_char(last, 'YYYY-MM-DD" 00:00:00+00"'));
  end loop;
end
$$;

-- While a month is copied out of its days (months.ts), what still comes for one of them goes into the copy too. What is
-- there may not change meanwhile: the copy would not see it.
create function smartlog.copy_to_month() returns trigger
language plpgsql as $$
declare
  columns text;
begin
  if tg_op <> 'INSERT' then
    raise exception using errcode = 'object_in_use',
      message = format('%I is being merged into its month: events can''t be changed until that is done', tg_table_name);
  end if;
  select string_agg(quote_ident(attname), ', ' order by attnum) into columns
  from pg_attribute where attrelid = 'smartlog.events'::regclass and attnum > 0 and not attisdropped;
  execute format('insert into smartlog.%1$I (%2$s) select %2$s from (select ($1).*) event', tg_argv[0], columns) using new;
  return null;
end
$$;

-- Stores a batch: in one statement where it is new and timed, else in one that looks for what is known. That one is
-- planned anew each time, with the batch's times in it: a plan for any time would lock every partition.
create or replace function smartlog.store_batch(
  tags text[], times timestamptz[], records json[], careful boolean, out stored bigint, out rejected bigint)
language plpgsql as $$
#variable_conflict use_column
declare
  size constant integer := cardinality(records);
  -- An event without a time of its own is within two milliseconds of its arrival.
  oldest constant timestamptz :=
    (select min(smartlog.arrival_time(t)) from unnest(times) t) - interval '12 hours 1 second';
  newest constant timestamptz :=
    (select max(smartlog.arrival_time(t)) from unnest(times) t) + interval '12 hours 1 second';
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
    execute $insert$
      insert into smartlog.events (
        time, id, bytes, score, bot, threat, anomaly, ms, sport, dport, status, v, kind, label, severity, tpl, model,
        tag, ip, dst, method, path, ua, ref, host, service, level, username, outcome, qname, qtype, rcode, action,
        proto, iface, why, error, record)
      select distinct on (case when untimed then null else time end, id)
        time, id, bytes, score, bot, threat, anomaly, ms, sport, dport, status, v, kind, label, severity, tpl, model,
        tag, ip, dst, method, path, ua, ref, host, service, level, username, outcome, qname, qtype, rcode, action,
        proto, iface, why, error, record
      from smartlog.events_of($1, $2, $3, $4) event
      where not untimed or not exists (
        select from smartlog.events known
        where known.id = event.id and known.time between $5 and $6
          and known.time between event.time - interval '12 hours' and event.time + interval '12 hours'
        offset 0
      )
      order by case when untimed then null else time end, id, time
      on conflict (time, id) do nothing
    $insert$ using tags, times, records, careful, oldest, newest;
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

revoke execute on function smartlog.event_partitions, smartlog.copy_to_month from public;
grant execute on function smartlog.event_partitions to smartlog_read, smartlog_train;
