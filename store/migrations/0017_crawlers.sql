-- Clients that claim to be a crawler, and whether they are. Filled by `smartlog verify-bots`: a look-up of names takes
-- seconds, so no batch waits for one.
--
-- Bounded by design: at most 100,000 rows, of the last 35 days (store/crawlers.ts, partitions/trim.ts).

create table smartlog.crawlers (
  ip         inet not null,
  crawler    text not null,
  status     text not null check (status in ('verified', 'claimed', 'impostor')),
  method     text not null check (method in ('reverse-dns', 'ranges', 'none')),
  host       text not null,
  checked_at timestamptz not null default now(),
  primary key (ip, crawler)
);
create index crawlers_checked_at on smartlog.crawlers (checked_at);
comment on table smartlog.crawlers is
  'Of each address and crawler that it claims to be: verified, impostor, or claimed (it can''t be told, or the resolver gave no answer).';
comment on column smartlog.crawlers.crawler is 'A name in crawlers/crawlers.yaml; it stands in the user agent.';
comment on column smartlog.crawlers.host is 'The address'' name by reverse DNS, cut at 255 characters; empty where it has none.';

-- What is known of a client's claim to be a crawler; null where its user agent claims none, or nobody has looked.
create function smartlog.crawler_status(client inet, agent text) returns text
language sql stable parallel safe
return (
  select c.status from smartlog.crawlers c
  where c.ip = client and strpos(lower(agent), lower(c.crawler)) > 0
  order by c.checked_at desc limit 1
);

grant select on smartlog.crawlers to smartlog_read, smartlog_train;
grant insert, update, delete on smartlog.crawlers to smartlog_serve;
grant execute on function smartlog.crawler_status to smartlog_read, smartlog_train;
