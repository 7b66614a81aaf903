-- How often what became of incidents, for ever: the rows of incident_history go with their incidents, and a counter that
-- goes down is taken for one that began anew.
--
-- Bounded by the number of rules.

create table smartlog.incident_changes (
  class   text not null,
  what    text not null,
  changes bigint not null,
  primary key (class, what)
);
comment on table smartlog.incident_changes is 'Changes of incidents, counted for ever.';
comment on column smartlog.incident_changes.what is 'As in incident_history.';

create function smartlog.count_incident_changes() returns trigger
language plpgsql security definer set search_path = pg_catalog, smartlog, pg_temp as $$
begin
  insert into incident_changes as counted (class, what, changes)
  -- In one order, so that two transactions never wait for each other.
  select class, what, count(*) from added join incidents on incidents.id = added.incident group by class, what order by class, what
  on conflict (class, what) do update set changes = counted.changes + excluded.changes;
  return null;
end
$$;
create trigger count_incident_changes after insert on smartlog.incident_history
referencing new table as added for each statement execute function smartlog.count_incident_changes();

grant select on smartlog.incident_changes to smartlog_read, smartlog_train;

-- Alert rules read incidents, which have their lines.
drop function smartlog.sample_lines(inet);
