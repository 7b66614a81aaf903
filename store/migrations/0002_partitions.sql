-- Partitions are made by the batch that needs them; no daemon, nothing to forget.
--
--   before 2000          events_past     one table
--   older than 62 days   events_201905   by month: an old log that is loaded makes a few tables, not thousands
--   from then on         events_20190521 by UTC day
--
-- A time covered by any of them needs no other. There is no time after the day after tomorrow (event_time).

create table smartlog.events_past partition of smartlog.events
  for values from (minvalue) to ('2000-01-01 00:00:00+00');

-- The time an event is filed under. A claim is sane from 1970 to a day after the arrival; an arrival is sane up to a
-- day from now. Whatever a line or a clock says, the number of partitions stays bounded.
create function smartlog.arrival_time(arrived timestamptz) returns timestamptz
language sql stable parallel safe
return case when arrived between '1970-01-01 00:00:00+00' and now() + interval '1 day' then arrived else now() end;

create function smartlog.event_time(claimed double precision, arrived timestamptz) returns timestamptz
language sql stable parallel safe
return case when claimed between 0 and date_part('epoch', arrived) + 86400 then to_timestamp(claimed) else arrived end;

create function smartlog.partition_missing(at timestamptz) returns boolean
language sql stable
return at >= '2000-01-01 00:00:00+00'
  and to_regclass(to_char(at at time zone 'UTC', '"smartlog.events_"YYYYMMDD')) is null
  and to_regclass(to_char(at at time zone 'UTC', '"smartlog.events_"YYYYMM')) is null;

-- Makes what is missing. Attaching a table takes a lock that neither readers nor writers of the others notice, which
-- creating it in place would not; and batches that need partitions at the same time wait for one another here, before
-- they hold anything that another could wait for.
create function smartlog.make_partitions(times timestamptz[]) returns void
language plpgsql as $$
declare
  at timestamptz;
  day date;
  first date;
  last date;
  name text;
begin
  perform pg_advisory_xact_lock(hashtext('smartlog.make_partitions'));
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
      name, first || ' 00:00:00+00', last || ' 00:00:00+00');
  end loop;
end
$$;
