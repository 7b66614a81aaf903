-- What visitors of the pages say about them. (smartlog.feedback is what people say about labels of events.)
--
-- Bounded by design, whoever writes: 500 rows a day are taken, each of less than 20 kB, and kept for 400 days.

create table smartlog.visitor_feedback (
  id      bigint generated always as identity primary key,
  at      timestamptz not null default now(),
  name    text not null default '' check (length(name) <= 80),
  network text not null default '' check (network in ('', 'company', 'data-centre', 'home', 'public-body', 'school', 'other')),
  device  text not null default '' check (device in ('', 'desktop', 'laptop', 'phone', 'tablet', 'other')),
  message text not null check (length(message) between 1 and 4000)
);
create index visitor_feedback_at on smartlog.visitor_feedback (at);
comment on table smartlog.visitor_feedback is
  'What visitors say about SmartLog by the form of the home page. No address is kept. Kept for 400 days.';
comment on column smartlog.visitor_feedback.network is 'Kind of network that they run or sit in; empty where they don''t say.';

create function smartlog.trim_visitor_feedback() returns void
language sql security definer set search_path = pg_catalog, smartlog, pg_temp as $$
  delete from visitor_feedback where at < now() - interval '400 days'
$$;

-- Says whether it was taken: a role that may insert by itself could fill the disk.
create function smartlog.take_visitor_feedback(name text, network text, device text, message text) returns boolean
language plpgsql security definer set search_path = pg_catalog, smartlog, pg_temp as $$
begin
  -- One at a time: the count is then exact.
  lock table visitor_feedback in share row exclusive mode;
  perform smartlog.trim_visitor_feedback();
  if (select count(*) from visitor_feedback where at > now() - interval '1 day') >= 500 then
    return false;
  end if;
  insert into visitor_feedback (name, network, device, message) values ($1, $2, $3, $4);
  return true;
end
$$;

revoke execute on function smartlog.trim_visitor_feedback(), smartlog.take_visitor_feedback(text, text, text, text) from public;
grant execute on function smartlog.take_visitor_feedback(text, text, text, text) to smartlog_serve;
grant select on smartlog.visitor_feedback to smartlog_read, smartlog_train;
