-- Countries by address. Filled by store/geo.ts; until then every public address is 'unknown'.

create table smartlog.geo (
  first   inet primary key,
  last    inet not null,
  country char(2) not null
);
comment on table smartlog.geo is 'Address ranges, both ends included, that don''t overlap; country: ISO 3166-1 alpha-2.';

create table smartlog.geo_source (
  only_row    boolean primary key default true check (only_row),
  name        text not null,
  licence     text not null,
  ranges      bigint not null,
  imported_at timestamptz not null default now()
);

-- Addresses that no registry assigns: RFC 1918, loopback, link-local, shared, unique local.
create function smartlog.is_private(ip inet) returns boolean
language sql immutable parallel safe
return case family(ip)
  when 4 then ip <<= '10.0.0.0/8' or ip <<= '172.16.0.0/12' or ip <<= '192.168.0.0/16' or ip <<= '127.0.0.0/8'
    or ip <<= '169.254.0.0/16' or ip <<= '100.64.0.0/10'
  else ip <<= '::1' or ip <<= 'fc00::/7' or ip <<= 'fe80::/10'
end;

-- 'private', 'unknown', or the country's code. IPv4 sorts before IPv6, and ranges don't overlap: the range that starts
-- last before the address is the only one that can hold it.
create function smartlog.country(ip inet) returns text
language sql stable parallel safe
return case
  when ip is null then 'unknown'
  when smartlog.is_private(ip) then 'private'
  else coalesce((
    select case when g.last >= ip and family(g.first) = family(ip) then g.country end
    from smartlog.geo g
    where g.first <= set_masklen(ip, case family(ip) when 4 then 32 else 128 end)
    order by g.first desc
    limit 1), 'unknown')
end;

grant select on smartlog.geo, smartlog.geo_source to smartlog_read, smartlog_train;
grant execute on function smartlog.is_private, smartlog.country to smartlog_read, smartlog_train;
