-- Who waits for whom, and what the server's own role may do.

-- An advisory lock can be taken by whoever may log in, and be held for as long as the session lasts. These tables are
-- there to be locked (exclusive mode): that takes a right to change them, which readers haven't.
create table smartlog.partitions_lock ();
create table smartlog.counting_lock ();
create table smartlog.retain_lock ();
create table smartlog.training_lock ();
comment on table smartlog.partitions_lock is 'Always empty. Locked while partitions are made, or merged into another.';
comment on table smartlog.counting_lock is 'Always empty. Locked while a batch is counted.';
comment on table smartlog.retain_lock is 'Always empty. Locked while old partitions are dropped or merged.';
comment on table smartlog.training_lock is 'Always empty. Locked while a model is trained or put in service.';
grant update on smartlog.training_lock to smartlog_train;

-- What the server writes besides events. Reading and inserting it does as a member of smartlog_read and smartlog_ingest.
grant insert on smartlog.feedback to smartlog_serve;
-- Whether the schema is today's: for the server and for `smartlog doctor`.
grant select on smartlog.migrations to smartlog_read;
