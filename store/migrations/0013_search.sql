-- Explore's search: the newest events that match. The search goes back through time step by step, until enough events are
-- found, the range ends, or the budget of time is spent. It says how far it came, so that nothing is passed over in silence.

-- A network as people type it: an address, an address with a mask, or the first numbers of one ('203.0.113'); null for any
-- other text.
create function smartlog.network(typed text) returns inet
language plpgsql immutable parallel safe as $$
declare
  given text := rtrim(btrim(typed), '.');
  numbers integer := cardinality(string_to_array(given, '.'));
begin
  if given ~ '^\d{1,3}(\.\d{1,3}){0,2}$' then
    return set_masklen((given || repeat('.0', 4 - numbers))::inet, 8 * numbers);
  end if;
  return given::inet;
exception when data_exception then
  return null;
end
$$;

-- The last row has no event where older events of the range were not looked at: `searched_to` is how far back the search came.
create function smartlog.search(
  low timestamptz, high timestamptz, sites text[], kinds text[], labels text[], severities text[],
  source text, template text, wanted text, most integer, budget interval default '4 s')
returns table (event smartlog.events, searched_to timestamptz)
language plpgsql stable parallel restricted as $$
declare
  batch_rows constant integer := 20000; -- some tenths of a second, so that the budget is kept whatever a step holds
  needle text := lower(wanted);
  network inet := smartlog.network(source);
  ends timestamptz := clock_timestamp() + budget;
  step interval := '1 hour';
  upper_time timestamptz := high;
  upper_id bigint := 9223372036854775807;
  lower_time timestamptz;
  looked_at integer;
  left_to_find integer := most;
  seen record;
begin
  loop
    lower_time := greatest(low, upper_time - step);
    looked_at := 0;
    -- Written out, so that the plan touches the partitions of this step and locks no other.
    for seen in execute format(
      $search$
        select e as event, e.time, e.id,
          ('*' = any ($1) or coalesce(host, service, tag, '') = any ($1))
            and ('*' = any ($2) or kind = any ($2))
            and ('*' = any ($3) or label = any ($3))
            and ('*' = any ($4) or severity = any ($4))
            and ($5 = '' or ip <<= $6)
            and ($7 = '' or tpl = $7)
            and ($8 = ''
              or position($8 in lower(concat_ws(' ', path, ua, username, host, service, qname, array_to_string(why, ' ')))) > 0
              or position($8 in lower(smartlog.line(record))) > 0) as matches
        from (
          select * from smartlog.events
          where time >= %L and time <= %L and (time, id) < (%L, %L)
          order by time desc, id desc
          limit %s
        ) e
      $search$,
      lower_time, upper_time, upper_time, upper_id, batch_rows)
    using sites, kinds, labels, severities, source, network, template, needle
    loop
      looked_at := looked_at + 1;
      upper_time := seen.time;
      upper_id := seen.id;
      continue when seen.matches is not true;
      event := seen.event;
      return next;
      left_to_find := left_to_find - 1;
      exit when left_to_find = 0;
    end loop;
    exit when left_to_find = 0;
    if looked_at < batch_rows then
      upper_time := lower_time;
      upper_id := -9223372036854775808; -- the bound itself belonged to this step
      step := step * 4;
    end if;
    exit when upper_time <= low or clock_timestamp() > ends;
  end loop;
  if upper_time > low and exists (
    select from smartlog.rollup_minute
    where at > low - interval '1 minute' and at <= date_bin('1 minute', upper_time, 'epoch')
  ) then
    event := null;
    -- Rounded up to a millisecond, as pages keep time: a bound that is a little late shows an event twice, not never.
    searched_to := date_trunc('milliseconds', upper_time) + interval '1 ms';
    return next;
  end if;
end
$$;

grant execute on function smartlog.network, smartlog.search to smartlog_read, smartlog_train;
