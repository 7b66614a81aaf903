/**
 * Addresses that carry the state of a page: dashboards, explorers and editors keep it in the query, as JSON or RISON, and
 * hand it on in the referer of every request.
 */
import { noun, slug, verb } from "../../simulate/lib/names.ts";
import type { Random } from "../../simulate/lib/random.ts";
import { hex, uuid } from "../../simulate/lib/tokens.ts";

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const KEYS =
  `type query queries expr refId model datasource datasourceUid uid range from to relativeTimeRange intervalMs
  maxDataPoints filters field fields columns table sql rawSql format groupBy property evaluator params reducer condition
  conditions operator value values name id title folder annotations labels settings options data dataset expression hide
  mode view sort order limit offset page size time zone legend axis color panel panels left right state context metric
  metrics alias tags dimension measures breakdown interval version visualization enabled`.split(/\s+/);
const WORDS =
  `grafana prometheus loki postgres elasticsearch classic_conditions reduce threshold last avg sum max min count
  and or gt lt now now-1h now-6h now-24h time_series logs table default __expr__ A B C desc asc linear string number date
  browser utc auto true none`.split(/\s+/);

function leaf(rng: Random): Json {
  return rng.weighted<(rng: Random) => Json>([
    [(of) => of.pick(WORDS), 5],
    [(of) => of.int(0, 100_000), 3],
    [(of) => of.chance(0.5), 1],
    [() => null, 0.3],
    [(of) => uuid(of), 0.6],
    [(of) => hex(of, 12), 0.4],
    [(of) => slug(of), 1],
    [(of) => `SELECT ${noun(of)}, ${noun(of)} FROM ${noun(of)} WHERE $__timeFilter(${noun(of)})`, 0.3],
    [(of) => `${verb(of)} ${noun(of)}`, 0.5],
  ])(rng);
}

function value(rng: Random, depth: number): Json {
  if (depth === 0 || rng.chance(0.4)) return leaf(rng);
  if (rng.chance(0.35)) return Array.from({ length: rng.int(0, 3) }, () => value(rng, depth - 1));
  const key = () => (rng.chance(0.85) ? rng.pick(KEYS) : noun(rng));
  return Object.fromEntries(Array.from({ length: rng.int(1, 5) }, () => [key(), value(rng, depth - 1)]));
}

/** RISON, the JSON of Kibana's addresses: no quotes, `!` before what is not a string. */
function rison(json: Json): string {
  if (Array.isArray(json)) return `!(${json.map(rison).join(",")})`;
  if (json === null) return "!n";
  if (typeof json === "boolean") return json ? "!t" : "!f";
  if (typeof json === "object")
    return `(${Object.entries(json)
      .map(([key, of]) => `${key}:${rison(of)}`)
      .join(",")})`;
  return typeof json === "string" && !/^[\w.-]+$/.test(json)
    ? `'${json.replace(/['!]/g, "!$&")}'`
    : String(json);
}

const PAGES = [
  "explore",
  "alerting/new",
  "d/overview",
  "app/discover",
  "dashboards",
  "search",
  "editor",
  "reports",
  "app",
];

/** A target with a page's state in its query. */
export function statefulTarget(rng: Random): string {
  const state = value(rng, 4);
  const page = rng.pick(PAGES);
  if (rng.chance(0.25)) return `/${page}?_g=${rison(state)}&_a=${rison(value(rng, 3))}`;
  const text = encodeURIComponent(JSON.stringify(state));
  const name = rng.pick([
    "left",
    "defaults",
    "state",
    "filter",
    "q",
    "query",
    "where",
    "panes",
    "config",
    "variables",
  ]);
  return `/${page}?${rng.chance(0.5) ? "orgId=1&" : ""}${name}=${text}`;
}

/** What MongoDB's operators compare with: a number, a date, a key (https://www.mongodb.com/docs/manual/reference/operator/query/). */
function compared(rng: Random): Json {
  return rng.weighted<(rng: Random) => Json>([
    [(of) => of.int(0, 5000), 5],
    [(of) => hex(of, 24), 3],
    [(of) => `20${of.int(10, 26)}-0${of.int(1, 9)}-${of.int(10, 28)}T00:00:00.000Z`, 2],
    [(of) => noun(of), 2],
    [(of) => of.chance(0.5), 1],
  ])(rng);
}

/** A condition on one field, in MongoDB's operators or in LoopBack's, which have no `$`. */
function condition(rng: Random, sign: string): Json {
  const roll = rng.float();
  if (roll < 0.35) return compared(rng);
  if (roll < 0.65) {
    const least = rng.int(0, 5000);
    return { [`${sign}gte`]: least, [`${sign}${rng.pick(["lt", "lte"])}`]: least + rng.int(1, 500) };
  }
  if (roll < 0.8) return { [`${sign}in`]: [compared(rng), compared(rng)] };
  if (roll < 0.9 && sign) return { $elemMatch: condition(rng, sign) };
  return { [`${sign}${rng.pick(["gt", "lt", "ne", "eq", "exists"])}`]: compared(rng) };
}

/** As browsers write JSON in a query: all of it encoded, or only what an address can't hold. */
const written = (rng: Random, json: Json): string =>
  rng.chance(0.5)
    ? encodeURIComponent(JSON.stringify(json))
    : encodeURI(JSON.stringify(json)).replaceAll("&", "%26");

/** A call of an API whose query names a filter of the database behind it: LoopBack, Restify, Parse, Feathers. */
export function filterTarget(rng: Random): string {
  const sign = rng.chance(0.6) ? "$" : "";
  const fields = Array.from({ length: rng.int(1, 2) }, () => [
    rng.chance(0.5) ? noun(rng) : `${noun(rng)}_${rng.pick(["id", "time", "at", "count"])}`,
    condition(rng, sign),
  ]);
  const where: Json = Object.fromEntries(fields) as Json;
  const name = rng.pick(["filter", "where", "query", "q", "conditions"]);
  const limit = rng.chance(0.4) ? `limit=${rng.int(0, 100)}&` : "";
  const json = name === "filter" && rng.chance(0.4) ? { where, limit: rng.int(1, 100) } : where;
  return `/${rng.chance(0.4) ? "api/" : ""}${noun(rng)}${rng.pick(["", "/find", `/${verb(rng)}`])}?${limit}${name}=${written(rng, json)}`;
}
