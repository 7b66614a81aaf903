-- Rights, settings, and the tables that commands lock to wait for one another.

-- Functions of this schema can be called by their owner only, until a right is granted.
alter default privileges revoke execute on functions from public;
revoke all on schema smartlog from public;
grant usage on schema smartlog to smartlog_read, smartlog_train;

create table smartlog.settings (
  only_row             boolean primary key default true check (only_row),
  rollups_final_before timestamptz not null default '-infinity',
  sites_halved_at      timestamptz not null default now(),
  sites_named_hour     timestamptz not null default '-infinity',
  sites_named          smallint not null default 0
);
comment on column smartlog.settings.rollups_final_before is
  'Retention has dropped events before this time: their counts are final, and late events change nothing.';
comment on column smartlog.settings.sites_halved_at is 'When the weights of sites were last halved.';
comment on column smartlog.settings.sites_named is 'Sites that took the place of others in the hour sites_named_hour.';
insert into smartlog.settings default values;

-- An advisory lock can be taken by any role that logs in, and be held as long as its session lasts. These tables are
-- there to be locked (exclusive mode), which needs a right to change them: readers have none.
create table smartlog.partitions_lock ();
create table smartlog.counting_lock ();
create table smartlog.retain_lock ();
create table smartlog.training_lock ();
comment on table smartlog.partitions_lock is 'Always empty. Locked while partitions are made, or merged into another.';
comment on table smartlog.counting_lock is 'Always empty. Locked while a batch is counted.';
comment on table smartlog.retain_lock is 'Always empty. Locked while old partitions are dropped or merged.';
comment on table smartlog.training_lock is 'Always empty. Locked while a model is trained or put in service.';

grant select on smartlog.settings to smartlog_read, smartlog_train;
grant update on smartlog.training_lock to smartlog_train;
-- Whether the schema is up to date: for the server and for `smartlog doctor`.
grant select on smartlog.migrations to smartlog_read;
