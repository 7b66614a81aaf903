-- Where a model is from; and what was judged stays as it was: the trainer may only say what became of it.

alter table smartlog.models
  add column origin text not null default 'trained' check (origin in ('default', 'trained', 'imported'));
comment on column smartlog.models.origin is
  'default: came with the filter; trained: here; imported: from a file, or found in place.';
comment on column smartlog.models.blob is
  'The weights and settings, as they lie in a module; null of the models that are only named.';

revoke update on smartlog.models from smartlog_train;
grant update (status, status_at, served_from, reason) on smartlog.models to smartlog_train;
