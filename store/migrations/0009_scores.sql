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

-- Runs like count_rollups (0006_rollups.sql), and under the same lock.
create function smartlog.count_scores() returns trigger
language plpgsql set search_path = pg_catalog, smartlog, pg_temp as $$
begin
  lock table counting_lock in exclusive mode;
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
