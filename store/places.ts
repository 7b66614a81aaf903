/** Names that a reader may look for, out of what the store counts by name. */
import type { Pool } from "pg";
import { readJson } from "./read-only.ts";

export interface NamedPlace {
  kind: "site" | "source" | "path" | "agent" | "incident";
  name: string;
  /** Of an incident. */
  id: string | null;
}

/** Each kind brings five at most: of `top_day` the newest 60 days are looked through. */
const PLACES = `
  with text as (select '%' || replace(replace(replace($1, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '%' as pattern),
  tops as (
    select dimension, name, row_number() over (partition by dimension order by sum(events) desc, name) as rank
    from top_day, text
    where dimension in ('source', 'path', 'ua') and at > now() - interval '60 days' and name ilike pattern
    group by 1, 2
  )
  select coalesce(json_agg(json_build_object('kind', kind, 'name', name, 'id', id) order by rank, kind), '[]')
  from (
    (select 'site' as kind, site as name, null as id, 0 as rank from sites, text where site ilike pattern order by events desc limit 5)
    union all
    select case dimension when 'ua' then 'agent' else dimension end, name, null, rank from tops where rank <= 5
    union all
    (select 'incident', title, id::text, 0 from incidents, text where title ilike pattern and parent is null order by last desc limit 5)
  ) as found`;

/**
 * @param text anywhere in the name, in any case
 * @throws as {@link readJson}
 */
export function placesNamed(pool: Pool, text: string): Promise<NamedPlace[]> {
  return readJson(pool, PLACES, [text.replaceAll("\0", "")]);
}
