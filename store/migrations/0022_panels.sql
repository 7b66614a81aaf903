-- What dashboards read besides the rollups.

-- The coarsest rollup that still has a row for each step. A step is written as Grafana writes intervals ('30s', '5m',
-- '1h', '1d'); a constant one leaves a single table in the plan.
create function smartlog.rollup(step interval) returns setof smartlog.rollup_minute
language sql stable parallel safe as $$
  select * from smartlog.rollup_minute where step < '1 hour'
  union all
  select * from smartlog.rollup_hour
  where step >= '1 hour' and step < '1 day' and extract(epoch from step)::bigint % 21600 <> 0
  union all
  select * from smartlog.rollup_6h where step < '1 day' and extract(epoch from step)::bigint % 21600 = 0
  union all
  select * from smartlog.rollup_day where step >= '1 day'
$$;

-- By hour up to three days, else by day.
create function smartlog.top(low timestamptz, high timestamptz) returns setof smartlog.top_hour
language sql stable parallel safe as $$
  select * from smartlog.top_hour
  where high - low <= '3 days' and at >= date_bin('1 hour', low, 'epoch') and at <= high
  union all
  select * from smartlog.top_day
  where high - low > '3 days' and at >= date_bin('1 day', low, 'epoch') and at <= high
$$;

-- An address that a person typed; null where it is none.
create function smartlog.address(typed text) returns inet
language plpgsql immutable parallel safe as $$
begin
  return nullif(btrim(typed), '')::inet;
exception when data_exception then
  return null;
end
$$;

-- The line in a record, for people to read.
create function smartlog.line(record jsonb) returns text
language sql immutable parallel safe
return left(coalesce(record ->> 'log', record ->> 'message', record ->> 'MESSAGE', record ->> 'msg',
  record ->> 'short_message', record::text), 4000);

-- The first three lines of a source today that aren't normal. The first, not the newest: an alert's labels must not
-- change from one evaluation to the next, or it would be another alert each time.
create function smartlog.sample_lines(source inet) returns text
language sql stable parallel safe
return (
  select string_agg(left(smartlog.line(record), 200), E'\n' order by time, id)
  from (
    select time, id, record from smartlog.events
    where ip = source and time >= date_trunc('day', now(), 'UTC') and label <> 'normal'
    order by time, id limit 3
  ) first_ones
);

-- Small parts of all events, read whole by panels and alert rules; without their records, so without the heap.
create index on smartlog.events (time) include (ip, username, outcome, host, label, severity) where kind = 'auth';
create index on smartlog.events (time) include (qname, rcode, ip, label) where kind = 'dns';
create index on smartlog.events (time) include (ip, dst, dport, proto, action, label, severity) where kind = 'firewall';
create index on smartlog.events (time) include (ip, username, host, service, tag, kind, label, severity, score, tpl)
  where label <> 'normal';

-- How scores are spread, by hour and model: 20 bins for each head. For histograms and drift.
create table smartlog.score_bins (
  at      timestamptz not null,
  kind    text not null,
  model   text not null,
  bin     smallint not null,
  bot     bigint not null,
  threat  bigint not null,
  anomaly bigint not null,
  primary key (at, kind, model, bin)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
comment on column smartlog.score_bins.bin is '0..19: score in [bin / 20, (bin + 1) / 20); 1 counts to the last.';
comment on column smartlog.score_bins.bot is 'Events whose bot score is in the bin; likewise threat and anomaly.';

create view smartlog.score_hour as
select at, kind, model, head, bin, events
from smartlog.score_bins
cross join lateral (values ('bot', bot), ('threat', threat), ('anomaly', anomaly)) by_head (head, events)
where events > 0;

create function smartlog.score_bin(score real) returns smallint
language sql immutable parallel safe
return case when score is not null then least(floor(greatest(score, 0) * 20), 19) end;

-- Fires after count_events (by name), and so under the lock that it holds: batches take turns here too.
create function smartlog.count_scores() returns trigger
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $$
begin
  -- Events of the same three bins first: a few dozen groups, of which each head is then counted.
  insert into score_bins as s (at, kind, model, bin, bot, threat, anomaly)
  select at, kind, model, bin,
    coalesce(sum(events) filter (where head = 1), 0), coalesce(sum(events) filter (where head = 2), 0),
    coalesce(sum(events) filter (where head = 3), 0)
  from (
    select date_bin('1 hour', time, 'epoch') as at, kind, coalesce(model, '') as model,
      smartlog.score_bin(bot) as bot, smartlog.score_bin(threat) as threat, smartlog.score_bin(anomaly) as anomaly,
      count(*) as events
    from batch
    group by 1, 2, 3, 4, 5, 6
  ) alike
  cross join lateral (values (1, bot), (2, threat), (3, anomaly)) by_head (head, bin)
  where bin is not null
  group by at, kind, model, bin
  on conflict (at, kind, model, bin) do update set bot = s.bot + excluded.bot, threat = s.threat + excluded.threat,
    anomaly = s.anomaly + excluded.anomaly;
  return null;
end
$$;

create trigger count_scores after insert on smartlog.events
referencing new table as batch for each statement execute function smartlog.count_scores();

grant select on smartlog.score_bins, smartlog.score_hour to smartlog_read, smartlog_train;
revoke execute on function smartlog.rollup, smartlog.top, smartlog.address, smartlog.line, smartlog.sample_lines,
  smartlog.score_bin, smartlog.count_scores from public;
grant execute on function smartlog.rollup, smartlog.top, smartlog.address, smartlog.line, smartlog.sample_lines
  to smartlog_read, smartlog_train;
