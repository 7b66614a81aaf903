-- What arrives when.

create table smartlog.intake (
  at         timestamptz primary key,
  batches    bigint not null,
  stored     bigint not null,
  duplicates bigint not null,
  rejected   bigint not null,
  waited_s   real not null
) with (fillfactor = 50);
comment on table smartlog.intake is 'What arrived, by minute of arrival.';
comment on column smartlog.intake.waited_s is 'How long the record that waited longest was on its way from the shipper''s hands.';

create or replace function smartlog.take_batch() returns trigger
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

  insert into smartlog.intake as i (at, batches, stored, duplicates, rejected, waited_s)
  values (date_bin('1 minute', now(), 'epoch'), 1, new.stored, new.duplicates, new.rejected,
    coalesce((select date_part('epoch', now() - min(smartlog.arrival_time(t))) from unnest(new.times) t), 0))
  on conflict (at) do update set batches = i.batches + 1, stored = i.stored + excluded.stored,
    duplicates = i.duplicates + excluded.duplicates, rejected = i.rejected + excluded.rejected,
    waited_s = greatest(i.waited_s, excluded.waited_s);
  return new;
end
$$;

grant select on smartlog.intake to smartlog_read, smartlog_train;
revoke execute on all functions in schema smartlog from public;
