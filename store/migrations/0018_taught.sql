-- Taught entries: corrections that act in the filter at once, until training has learnt them.
--
-- Bounded by design: at most 256 that act, 64 of them by one annotator. Ended ones are kept for 400 days (partitions/trim.ts).

create table smartlog.taught (
  id         bigint generated always as identity primary key check (id < 4294967296),
  key        text not null check (key ~ '^[0-9a-f]{16}$'),
  scope      text not null check (scope in ('client', 'template', 'agent')),
  label      text not null check (label in ('normal', 'bot', 'attack', 'anomaly')),
  threat     real not null check (threat between 0 and 1),
  bot        real not null check (bot between 0 and 1),
  anomaly    real not null check (anomaly between 0 and 1),
  hit        text not null default '',
  event_time timestamptz not null,
  event_id   bigint not null,
  tag        text not null,
  was        text not null,
  describes  text not null,
  who        text not null,
  at         timestamptz not null default now(),
  expires    timestamptz not null default now() + interval '60 days',
  ended_at   timestamptz,
  ended_by   text check (ended_by in ('undone', 'replaced', 'learnt', 'expired', 'distrusted')),
  ended_who  text,
  check ((ended_at is null) = (ended_by is null)),
  -- Nothing acts for ever, whoever inserts it.
  check (expires <= at + interval '366 days')
);
create unique index taught_one_acts on smartlog.taught (scope, key) where ended_at is null;
create index on smartlog.taught (ended_at);
comment on table smartlog.taught is
  'Corrections that act in the filter at once. An entry acts until it expires or has ended; one for each scope and key.';
comment on column smartlog.taught.key is 'What lines it is about: a hash that the filter alone computes (smartlog explain).';
comment on column smartlog.taught.scope is
  'client: one source on one target; template: one template from one network; agent: one exact user agent.';
comment on column smartlog.taught.threat is
  'Ceiling of this head''s score, as of bot and anomaly: the entry does not act on a line above it.';
comment on column smartlog.taught.hit is 'Class of the hit of the corrected event; empty where it had none.';
comment on column smartlog.taught.was is 'The label that the filter had given.';
comment on column smartlog.taught.describes is 'What it is about, for people; out of the line.';
comment on column smartlog.taught.ended_by is
  'undone: by a person; replaced: by a newer correction; learnt: the model says so itself now; distrusted: the annotator is not believed.';

-- Not the table itself, which an insert holds already: two of them would wait for each other.
create table smartlog.taught_lock ();
comment on table smartlog.taught_lock is 'Always empty. Locked while a taught entry is added.';

-- The bounds hold whoever inserts, and however many at once; a newer correction takes the place of the one before.
create function smartlog.bound_taught() returns trigger
language plpgsql security definer set search_path = pg_catalog, smartlog, pg_temp as $$
declare
  most constant integer := 256;
  most_of_one constant integer := 64;
begin
  lock table taught_lock in exclusive mode;
  -- A time to come would let it act beyond what is allowed.
  new.at := least(new.at, now());
  update taught set ended_at = expires, ended_by = 'expired' where ended_at is null and expires <= now();
  update taught set ended_at = now(), ended_by = 'replaced', ended_who = new.who
  where ended_at is null and (scope, key) = (new.scope, new.key);
  if (select count(*) from taught where ended_at is null) >= most then
    raise exception 'there are % taught entries already', most using errcode = 'configuration_limit_exceeded';
  end if;
  if (select count(*) from taught where ended_at is null and who = new.who) >= most_of_one then
    raise exception '% has % taught entries already', new.who, most_of_one using errcode = 'configuration_limit_exceeded';
  end if;
  return new;
end
$$;
create trigger bound_taught before insert on smartlog.taught for each row execute function smartlog.bound_taught();

grant select on smartlog.taught to smartlog_read, smartlog_train;
-- What was said stays as it was: an entry can be ended, and no more.
grant insert, update (ended_at, ended_by, ended_who) on smartlog.taught to smartlog_serve;
grant update (ended_at, ended_by, ended_who) on smartlog.taught to smartlog_train;
-- Whoever puts them into a module keeps out of a training's way.
grant update on smartlog.training_lock to smartlog_serve;
