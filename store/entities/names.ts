/** Names of one kind in a range, to choose from: out of the lists of the most frequent ones. */
import type { Pool } from "pg";
import { readJson } from "../read-only.ts";
import { instant, type Range } from "../search/walk.ts";
import type { EntityKind } from "./entity.ts";

export interface NameRow {
  name: string;
  events: number;
  unusual: number;
  /** Answers of 400 and above; failed logins of users. */
  errors: number;
  /** The highest score of the unusual ones. */
  score: number;
  /** Of sources: ISO 3166-1 alpha-2, or what the address is instead. Of templates: their words. */
  about: string | null;
  /** Of sources: a crawler that it claims to be, and whether it is. */
  crawler: string | null;
}

export const NAME_SORTS = ["unusual", "events", "errors", "score", "name"] as const;
export type NameSort = (typeof NAME_SORTS)[number];

export interface NamesAsked {
  range: Range;
  /** Anywhere in the name, in any case; of sources an address' beginning, too. */
  text: string;
  sort: NameSort;
  /** Rows before the page. */
  offset: number;
}

export interface NamePage {
  rows: NameRow[];
  hasMore: boolean;
}

export const NAMES_A_PAGE = 50;
const STATEMENT_MS = 5_000;
const ORDER: Readonly<Record<NameSort, string>> = {
  unusual: "unusual desc, events desc, name",
  events: "events desc, name",
  errors: "errors desc, events desc, name",
  score: "score desc, unusual desc, name",
  name: "name",
};

const top = (dimension: string) =>
  `select name, sum(events) as events, sum(suspicious) as unusual, sum(errors) as errors, max(score) as score
   from top($1::timestamptz, $2::timestamptz) where dimension = '${dimension}' group by name`;
/** Of each kind all names with their counts, between `$1` and `$2`. */
const COUNTED: Readonly<Record<EntityKind, string>> = {
  source: top("source"),
  path: top("path"),
  agent: top("ua"),
  template: top("template"),
  service: `select site as name, sum(events) as events, sum(events) filter (where label <> 'normal') as unusual,
      sum(events) filter (where status_class >= 4) as errors, max(score) filter (where label <> 'normal') as score
    from rollup(case when $2::timestamptz - $1::timestamptz <= '3 days' then interval '1 hour' else interval '1 day' end)
    where at > $1::timestamptz - case when $2::timestamptz - $1::timestamptz <= '3 days' then interval '1 hour' else interval '1 day' end
      and at < $2::timestamptz and site <> '' group by site`,
  user: `select username as name, count(*) as events, count(*) filter (where label <> 'normal') as unusual,
      count(*) filter (where outcome = 'failure') as errors, 0::real as score
    from events where kind = 'auth' and time >= $1::timestamptz and time < $2::timestamptz and username is not null group by username`,
};
const ABOUT: Readonly<Partial<Record<EntityKind, string>>> = {
  source: "country(name::inet)",
  template: "(select text from templates t where t.tpl = name)",
};

/** @throws as {@link readJson}; query_canceled where it takes too long */
export function namesOf(
  db: Pool,
  kind: EntityKind,
  { range, text, sort, offset }: NamesAsked,
): Promise<NamePage> {
  const about = ABOUT[kind] ?? "null";
  const crawler =
    kind === "source"
      ? "(select crawler || ': ' || status from crawlers c where c.ip = name::inet order by checked_at desc limit 1)"
      : "null";
  // Of templates people look for the words.
  const searched = kind === "template" ? `concat_ws(' ', name, ${ABOUT.template})` : "name";
  const rows = `
    select * from (${COUNTED[kind]}) counted
    where $3 = '' or position(lower($3) in lower(${searched})) > 0
    order by ${ORDER[sort]} limit ${NAMES_A_PAGE + 1} offset $4::int`;
  return readJson(
    db,
    `with page as (select *, row_number() over () as nth from (${rows}) sorted)
     select json_build_object('hasMore', (select count(*) > ${NAMES_A_PAGE} from page),
       'rows', coalesce((select json_agg(json_build_object('name', name, 'events', events, 'unusual', coalesce(unusual, 0), 'errors', coalesce(errors, 0),
         'score', coalesce(score, 0), 'about', ${about}, 'crawler', ${crawler}) order by nth) from page where nth <= ${NAMES_A_PAGE}), '[]'))`,
    [instant(range.from), instant(range.to), text.replaceAll("\0", ""), String(offset)],
    STATEMENT_MS,
  );
}
