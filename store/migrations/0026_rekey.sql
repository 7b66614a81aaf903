-- Keys of taught entries under another model: a template may be wider there, and so what an entry is found by.

-- Sets keys, of the entries that act, by id. Of several that have one key now the newest acts. Returns how many changed.
create function smartlog.rekey_taught(ids bigint[], keys text[]) returns integer
language plpgsql security definer set search_path = pg_catalog, smartlog, pg_temp as $$
declare
  changed integer;
begin
  lock table taught_lock in exclusive mode;
  with given as (
    select * from unnest(ids, keys) as given (id, key)
  ), acting as (
    select t.id, t.scope, coalesce(g.key, t.key) as key from taught t left join given g using (id) where t.ended_at is null
  )
  update taught t set ended_at = now(), ended_by = 'replaced'
  from acting older, acting newer
  where t.id = older.id and (older.scope, older.key) = (newer.scope, newer.key) and older.id < newer.id;
  update taught t set key = given.key from unnest(ids, keys) as given (id, key)
  where t.id = given.id and t.ended_at is null and t.key <> given.key;
  get diagnostics changed = row_count;
  return changed;
end
$$;
grant execute on function smartlog.rekey_taught to smartlog_serve, smartlog_train;
