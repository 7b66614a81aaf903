-- An index of the words of closed days' lines (store/partitions/words-index.ts), for searches. It takes an extension that comes
-- with Postgres (Debian's postgresql, the embedded server); where it is missing, or may not be made, searches read the lines.
do $$
begin
  create extension if not exists pg_trgm with schema public;
exception when others then
  null; -- `smartlog db status` says that it is missing
end
$$;

alter table smartlog.settings add column index_words boolean not null default true;
comment on column smartlog.settings.index_words is
  'Whether upkeep indexes the words of closed days; where false, it drops these indexes. They take half of what the events do.';
