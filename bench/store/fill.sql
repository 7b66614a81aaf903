-- Events $1 to $2 of $3 a day, $4 the day: generated, the same each time. About one site in ten thousand lines new, a
-- few sources and paths seen often and most seldom, as in real logs.
insert into smartlog.events (
  time, id, bytes, score, bot, threat, anomaly, ms, status, v, kind, label, severity, tpl, model, tag, ip, method, path,
  ua, ref, host, service, why, record)
select
  $4::date at time zone 'UTC' + i * (interval '1 day' / $3::int), hashint8extended(i, seed),
  r3 % 60000, score, score, 0.02, 0.1, case when kind = 'app' then (r3 % 900)::real end,
  case when kind = 'web' then (array[200, 200, 200, 200, 200, 200, 304, 301, 404, 500])[1 + r4 % 10] end, 1, kind, label,
  case label when 'normal' then 'none' when 'bot' then 'low' when 'attack' then 'high' else 'medium' end,
  lpad(to_hex((400 * power(u2, 4))::int * 7919), 8, '0'), '2026-11-21.1', 'bench',
  '10.0.0.0'::inet + (4000000 * power(u1, 6))::bigint, 'GET', path, ua, null,
  case when kind = 'web' then 'www' || (r4 / 16) % 8 || '.example' end,
  case when kind <> 'web' then kind || '-service' end, array['source:rate'],
  jsonb_build_object('log', concat('10.0.0.1 - - [', i, '] "GET ', path, ' HTTP/1.1" 200 ', r3 % 60000, ' "-" "', ua, '"'),
    'file', '/var/log/nginx/access.log', 'offset', i * 257)
from (
  select *, '/section/' || (r1 % 40) || '/page-' || (5000 * power(u2, 3))::int || '?q=' || r3 % 100 as path,
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/' || (400 * power(u1, 3))::int || ' Safari/537.36' as ua,
    (array['web', 'web', 'web', 'web', 'web', 'web', 'web', 'auth', 'app', 'syslog'])[1 + r2 % 10] as kind,
    case when r1 % 100 < 88 then 'normal' when r1 % 100 < 97 then 'bot' when r1 % 100 < 99 then 'attack' else 'anomaly' end as label,
    (case when r1 % 100 < 88 then 0.1 else 0.9 end)::real as score
  from (
    select i, seed, (r1 % 1000003) / 1000003.0::float8 as u1, (r2 % 1000003) / 1000003.0::float8 as u2, r1, r2, r3, r4
    from generate_series($1::bigint, $2::bigint) i, (select $4::date - '2000-01-01'::date as seed) s,
      lateral (select abs(hashint8extended(i, seed + 1000) / 2) as r1, abs(hashint8extended(i, seed + 2000) / 2) as r2,
        abs(hashint8extended(i, seed + 3000) / 2) as r3, abs(hashint8extended(i, seed + 4000) / 2) as r4) r
  ) u
) event
