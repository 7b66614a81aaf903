-- What alert rules read besides the rollups.

-- The first three lines of a source today that aren't normal; until two o'clock, those of the day before too, because an
-- alert just after midnight tells of it. The first, not the newest: an alert's labels must not change from one evaluation
-- to the next, or it would be another alert each time.
create function smartlog.sample_lines(source inet) returns text
language sql stable parallel safe
return (
  select string_agg(left(smartlog.line(record), 200), E'\n' order by time, id)
  from (
    select time, id, record from smartlog.events
    where ip = source and time >= date_trunc('day', now() - interval '2 hours', 'UTC') and label <> 'normal'
    order by time, id limit 3
  ) first_ones
);

grant execute on function smartlog.sample_lines to smartlog_read, smartlog_train;
