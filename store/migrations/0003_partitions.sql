-- Partitions of events, made by the batch that needs them.
--
--   before 2000          events_past     one table
--   older than 62 days   events_201905   by month: an old log that is loaded makes a few tables, not thousands
--   from then on         events_20190521 by UTC day
--
-- A time that one of them covers needs no other. No event is later than the day after tomorrow (event_time).
--
-- A statement locks some dozen things in each partition that it names, one for each index. So look-ups name the time, and
-- days that ended long ago are merged into months (store/partitions).

create table smartlog.events_past partition of smartlog.events
  for values from (minvalue) to ('2000-01-01 00:00:00+00');

-- The time that an event is filed under. A claimed time is plausible from 1970 to a day after the arrival; an arrival,
-- up to a day from now. So the number of partitions is bounded, whatever a line or a clock says.
create function smartlog.arrival_time(arrived timestamptz) returns timestamptz
language sql stable parallel safe
return case when arrived between '1970-01-01 00:00:00+00' and now() + interval '1 day' then arrived else now() end;

create function smartlog.event_time(claimed double precision, arrived timestamptz) returns timestamptz
language sql stable parallel safe
return case when claimed between 0 and date_part('epoch', arrived) + 86400 then to_timestamp(claimed) else arrived end;

-- All partitions, the oldest first. Postgres prints the bounds under these settings, so that they are read back right
-- whatever the session's style of dates.
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

create function smartlog.partition_missing(at timestamptz) returns boolean
language sql stable
return at >= '2000-01-01 00:00:00+00'
  and to_regclass(to_char(at at time zone 'UTC', '"smartlog.events_"YYYYMMDD')) is null
  and to_regclass(to_char(at at time zone 'UTC', '"smartlog.events_"YYYYMM')) is null;

-- Makes the partitions that these times lack. Attaching a table takes a lock that neither readers nor writers of other
-- partitions notice; creating it in place would not. Batches that need partitions at the same time wait for one another
-- here, before they hold anything that another could wait for.
create function smartlog.make_partitions(times timestamptz[]) returns void
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

-- Late events of a day that is being copied into its month go into the copy too. Other changes are refused meanwhile,
-- because the copy would miss them.
create function smartlog.copy_to_month() returns trigger
language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    raise exception using errcode = 'object_in_use',
      message = format('%I is being merged into its month: events can''t be changed until that is done', tg_table_name);
  end if;
  execute format('insert into smartlog.%1$I (%2$s) select %2$s from (select ($1).*) event', tg_argv[0], smartlog.event_columns())
    using new;
  return null;
end
$$;

grant execute on function smartlog.event_partitions to smartlog_read, smartlog_train;
