-- The way in: the view ingest(tag, time, data).
--
--   INSERT INTO ingest ──rule──► one row of arrays in the view batch ──trigger──► ingest_batch() ──► insert_events()
--
-- Fluent Bit inserts a chunk with one statement. The rule gathers its rows into arrays, so that a function sees the
-- whole batch and can do what a rule can't: make partitions, put aside rows that can't be an event, count.
-- With RETURNING data, a statement gets one row back: {"stored": n, "duplicates": n, "rejected": n}.

create table smartlog.intake (
  at         timestamptz primary key,
  batches    bigint not null,
  stored     bigint not null,
  duplicates bigint not null,
  rejected   bigint not null,
  waited_s   real not null
) with (fillfactor = 50);
comment on table smartlog.intake is 'What arrived, by minute of arrival.';
comment on column smartlog.intake.waited_s is 'The longest time that a record was on its way from its arrival at the shipper.';

-- Whether five records, from a batch's start to its end, are all events with times of their own.
create function smartlog.sample_has_own_times(tags text[], times timestamptz[], records json[]) returns boolean
language sql stable as $$
  select coalesce(bool_and(has_own_time), false) and count(*) = count(event.id)
  from (
    select distinct 1 + (cardinality(records) - 1) * part / 4 as place from generate_series(0, 4) part
  ) sample
  left join lateral smartlog.events_of(
    tags[place:place], times[place:place], records[place:place], true) event on true
$$;

-- Stores the events of a batch that are not known yet.
--
-- An event without a time of its own is filed under its arrival, which is another one when a shipper that lost its place
-- reads the line again. Such events are known by their id alone, for twelve hours: less than a log's rotation, after
-- which the same words at the same place in the file are news.
--
-- The statement is planned anew each time, with the batch's times in it: a plan for any time would lock every partition.
create function smartlog.insert_unknown_events(
  tags text[], times timestamptz[], records json[], lenient boolean, out stored bigint)
language plpgsql as $$
declare
  -- An event without a time of its own is within two milliseconds of its arrival.
  oldest constant timestamptz :=
    (select min(smartlog.arrival_time(t)) from unnest(times) t) - interval '12 hours 1 second';
  newest constant timestamptz :=
    (select max(smartlog.arrival_time(t)) from unnest(times) t) + interval '12 hours 1 second';
begin
  execute format($insert$
    insert into smartlog.events (%1$s)
    select distinct on (case when has_own_time then time end, id) %1$s
    from smartlog.events_of($1, $2, $3, $4) event
    where has_own_time or not exists (
      select from smartlog.events known
      where known.id = event.id and known.time between $5 and $6
        and known.time between event.time - interval '12 hours' and event.time + interval '12 hours'
      offset 0
    )
    order by case when has_own_time then time end, id, time
    on conflict (time, id) do nothing
  $insert$, smartlog.event_columns()) using tags, times, records, lenient, oldest, newest;
  get diagnostics stored = row_count;
end
$$;

-- Puts aside the rows of a batch that can't be an event.
create function smartlog.reject_malformed(tags text[], times timestamptz[], records json[], out rejected bigint)
language plpgsql as $$
begin
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
  ) checked
  where reason is not null
  order by 1, 2
  on conflict (time, id) do nothing;
  get diagnostics rejected = row_count;
end
$$;

-- Stores a batch whose events all fit their columns; in lenient mode, fields that don't fit are left out.
create function smartlog.insert_events(
  tags text[], times timestamptz[], records json[], lenient boolean, out stored bigint, out rejected bigint)
language plpgsql as $$
declare
  size constant integer := cardinality(records);
begin
  stored := 0;
  rejected := 0;
  -- A few rows cost the same either way.
  if size >= 20 and not lenient and smartlog.sample_has_own_times(tags, times, records) then
    stored := smartlog.insert_new_events(tags, times, records);
  end if;
  if stored < size then
    stored := stored + smartlog.insert_unknown_events(tags, times, records, lenient);
  end if;
  if stored < size then
    rejected := smartlog.reject_malformed(tags, times, records);
  end if;
end
$$;

-- Stores a batch whatever is in it. Most batches are stored as they come. A batch that isn't is halved until the row
-- that is wrong stands alone; that row is put aside with the server's reason, and all others are stored. Errors that
-- aren't about content (a deadlock, a full disk, a shutdown) fail the batch: the shipper sends it again.
create function smartlog.ingest_batch(
  tags text[], times timestamptz[], records json[], lenient boolean, out stored bigint, out rejected bigint)
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
        from smartlog.insert_events(tags, times, records, lenient) b;
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
      -- Retention is dropping this very partition. The shipper comes again.
      raise exception using errcode = 'serialization_failure', message = reason;
    end if;
    begin
      perform smartlog.make_partitions(array(
        select smartlog.event_time(
          case when smartlog.castable(data -> 'smartlog' ->> 'ts', 'double precision')
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
        smartlog.ingest_batch(tags[low:high], times[low:high], records[low:high], lenient) b
    loop
      stored := stored + part.stored;
      rejected := rejected + part.rejected;
    end loop;
  elsif not lenient then
    select b.stored, b.rejected into stored, rejected from smartlog.ingest_batch(tags, times, records, true) b;
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

create function smartlog.receive_batch() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp set work_mem = '32MB' as $$
declare
  tomorrow constant timestamptz := now() + interval '1 day';
begin
  if smartlog.partition_missing(now()) or smartlog.partition_missing(tomorrow) then
    perform smartlog.make_partitions(array[now(), tomorrow]);
  end if;
  select b.stored, b.rejected into new.stored, new.rejected
    from smartlog.ingest_batch(new.tags, new.times, new.records, false) b;
  new.duplicates := coalesce(cardinality(new.records), 0) - new.stored - new.rejected;

  insert into smartlog.intake as i (at, batches, stored, duplicates, rejected, waited_s)
  values (date_bin('1 minute', now(), 'epoch'), 1, new.stored, new.duplicates, new.rejected,
    coalesce((select date_part('epoch', now() - min(smartlog.arrival_time(t))) from unnest(new.times) t), 0))
  on conflict (at) do update set batches = i.batches + 1, stored = i.stored + excluded.stored,
    duplicates = i.duplicates + excluded.duplicates, rejected = i.rejected + excluded.rejected,
    waited_s = greatest(i.waited_s, excluded.waited_s);
  return new;
end
$$;

create trigger receive_batch instead of insert on smartlog.batch
for each row execute function smartlog.receive_batch();

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
grant select on smartlog.intake to smartlog_read, smartlog_train;
