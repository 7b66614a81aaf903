/** What is counted of an entity already, whatever its events: over time, and since when it is known. */
import type { Pool } from "pg";
import { readJson } from "../read-only.ts";
import { stepOf } from "../search/counts.ts";
import { instant, type Range } from "../search/walk.ts";
import type { Entity, EntityKind } from "./entity.ts";

export interface Course {
  /** Events by label, or `unusual` where the labels aren't told apart; `at` is a bar's beginning, milliseconds since the epoch. */
  bars: { at: number; events: Record<string, number> }[];
  /** Length of a bar, milliseconds. */
  step: number;
  events: number;
  unusual: number;
  /** Answers of 400 and above. */
  errors: number;
  /** Null where they aren't known. */
  bytes: number | null;
}

/** Over all time, as far as it is counted. */
export interface EverSeen {
  /** Days (UTC) that it was first and last counted, milliseconds since the epoch. */
  first: number;
  last: number;
  events: number;
  unusual: number;
}

/** Names of these are counted by hour and day while they are among the most frequent. */
const DIMENSIONS: Readonly<Partial<Record<EntityKind, string>>> = {
  source: "source",
  path: "path",
  template: "template",
  agent: "ua",
};
/** Names are counted up to here. */
const MOST_CHARACTERS = 300;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Hours are read of as much; of a longer range, days. Hours are kept for 35 days. */
const MOST_HOURS_MS = 14 * DAY_MS;
const HOURS_KEPT_MS = 34 * DAY_MS;

const SUMS = `
  select json_build_object('bars', coalesce(json_agg(bar order by at), '[]'), 'events', coalesce(sum(events), 0),
    'unusual', coalesce(sum(unusual), 0), 'errors', coalesce(sum(errors), 0), 'bytes', sum(bytes))
  from (
    select at, sum(events) as events, sum(unusual) as unusual, sum(errors) as errors, sum(bytes) as bytes,
      json_build_object('at', at, 'events', json_object_agg(label, events) filter (where events > 0)) as bar
    from (select floor(extract(epoch from at) * 1000 / $1::float8) * $1::float8 as at, label, sum(events) as events, sum(unusual) as unusual,
        sum(errors) as errors, sum(bytes) as bytes from counted group by 1, 2) by_label
    group by at
  ) by_bar`;

/**
 * @returns undefined where such entities aren't counted
 * @throws as {@link readJson}
 */
export async function courseOf(
  db: Pool,
  entity: Entity,
  range: Range,
  bars = 80,
): Promise<Course | undefined> {
  if (entity.kind === "user") return undefined;
  const isShort = range.to - range.from <= MOST_HOURS_MS && range.from > Date.now() - HOURS_KEPT_MS;
  const grain = isShort ? HOUR_MS : DAY_MS;
  const step = Math.max(grain, stepOf(range, bars));
  const [from, to] = [instant(Math.floor(range.from / grain) * grain), instant(range.to)];
  const counted = await (entity.kind === "service"
    ? readJson<Omit<Course, "step">>(
        db,
        `with counted as (
           select at, label, events, case when label = 'normal' then 0 else events end as unusual,
             case when status_class >= 4 then events else 0 end as errors, bytes
           from rollup('${isShort ? "1 hour" : "1 day"}') where at >= $2::timestamptz and at < $3::timestamptz and lower(site) = lower($4)
         ) ${SUMS}`,
        [String(step), from, to, entity.name],
      )
    : readJson<Omit<Course, "step">>(
        db,
        `with named as (
           select * from ${isShort ? "top_hour" : "top_day"}
           where dimension = $4 and at >= $2::timestamptz and at < $3::timestamptz and ${isNamed(entity, "$5")}
         ), counted as (
           select at, 'normal' as label, events - suspicious as events, 0 as unusual, errors, bytes from named
           union all select at, 'unusual', suspicious, suspicious, 0, 0 from named
         ) ${SUMS}`,
        [String(step), from, to, DIMENSIONS[entity.kind] as string, entity.name.slice(0, MOST_CHARACTERS)],
      ));
  return { ...counted, step };
}

/** @returns undefined where it is in no count */
export async function everSeen(db: Pool, entity: Entity): Promise<EverSeen | undefined> {
  const ms = (time: string) => `floor(extract(epoch from ${time}) * 1000)`;
  const seen = await (entity.kind === "service"
    ? readJson<EverSeen | null>(
        db,
        `select json_build_object('first', ${ms("min(at)")}, 'last', ${ms("max(at)")}, 'events', sum(events),
           'unusual', coalesce(sum(events) filter (where label <> 'normal'), 0))
         from rollup('1 day') where lower(site) = lower($1) having count(*) > 0`,
        [entity.name],
      )
    : entity.kind === "user"
      ? null
      : readJson<EverSeen | null>(
          db,
          `select json_build_object('first', ${ms("min(at)")}, 'last', ${ms("max(at)")}, 'events', sum(events), 'unusual', sum(suspicious))
           from top_day where dimension = $1 and ${isNamed(entity, "$2")} having count(*) > 0`,
          [DIMENSIONS[entity.kind] as string, entity.name.slice(0, MOST_CHARACTERS)],
        ));
  return seen ?? undefined;
}

/** SQL: whether a counted name is the entity's. */
function isNamed({ kind, name }: Entity, parameter: string): string {
  if (kind === "template")
    return `name = any (array(select m.old from merged_templates m where m.tpl = ${parameter}) || ${parameter}::text)`;
  if (kind === "source" && name.includes("/")) return `name::inet <<= ${parameter}::inet`;
  return `name = ${parameter}`;
}
