/** Stored events that a taught entry can be about: found by index, to be compared by the filter's own key. */
import type { Pool } from "pg";
import type { Label } from "../../host/event.ts";
import type { Scope, Scores } from "../../host/taught.ts";
import { isTemplate } from "../templates.ts";
import type { Subject } from "./subject.ts";

export interface LikeEvent extends Scores {
  id: string;
  time: Date;
  /** Seconds since the epoch. */
  at: number;
  label: Label;
  /** The log line, cut: hostile text. */
  line: string;
  /** JSON; null where it is too long to be compared. */
  record: string | null;
}

export interface LikeOptions {
  days: number;
  /** At most so many, the newest. */
  limit: number;
  /** All that its source did, not only at the same target; of a template all that its network did. */
  wholeSource?: boolean;
}

const DAY_MS = 86_400_000;
/** Events of the kind that are looked through for what no index finds: a user agent, or the name of a source. */
const UNINDEXED_ROWS = 50_000;
const LINE_CHARACTERS = 300;
/** A thousand of the longest records would fill the memory. As stored and as text: a megabyte of one letter is packed into 11 kB. */
const RECORD_BYTES = 16_384;
const STATEMENT_MS = 4_000;
const QUERY_CANCELED = "57014";

/**
 * The newest events of the last days that are like one, scored ones only. Other spellings of its path are left out.
 *
 * @returns the newest first; undefined where Postgres takes too long
 */
export async function eventsLike(
  db: Pool,
  subject: Subject,
  scope: Scope,
  { days, limit, wholeSource = false }: LikeOptions,
): Promise<LikeEvent[] | undefined> {
  const { where, values, isIndexed } = prefilter(subject, scope, wholeSource);
  const until = new Date();
  const since = new Date(until.getTime() - days * DAY_MS);
  const events = isIndexed
    ? "smartlog.events"
    : `(select * from smartlog.events where time >= $1 and time <= $2 and kind = $3 order by time desc limit ${UNINDEXED_ROWS}) newest`;
  const client = await db.connect();
  let failed: Error | undefined;
  try {
    await client.query("begin read only");
    await client.query(`set local statement_timeout = ${STATEMENT_MS}`);
    const { rows } = await client.query<LikeEvent>(
      `select smartlog.event_hex(id) as id, time, extract(epoch from time)::float8 as at, label,
         threat::float8 as threat, coalesce(bot, 0)::float8 as bot, coalesce(anomaly, 0)::float8 as anomaly,
         left(smartlog.line(record), ${LINE_CHARACTERS}) as line,
         case when pg_column_size(record) <= ${RECORD_BYTES} and octet_length(record::text) <= ${RECORD_BYTES}
           then record::text end as record
       from ${events}
       where time >= $1 and time <= $2 and kind = $3 and threat is not null and ${where}
       order by time desc limit ${limit}`,
      [since, until, subject.kind, ...values],
    );
    await client.query("commit");
    return rows;
  } catch (error) {
    failed = error as Error;
    if ((error as { code?: string }).code === QUERY_CANCELED) return undefined;
    throw error;
  } finally {
    client.release(failed ?? false);
  }
}

const TARGET_SQL = "split_part(coalesce(path, ''), '?', 1)";
const SLASHES_SQL = `length(${TARGET_SQL}) - length(replace(${TARGET_SQL}, '/', ''))`;

/** Which events can be alike; `<<=` is found by the index on `ip`, too. */
function prefilter(
  { kind, ip, username, method, path, tpl, ua }: Subject,
  scope: Scope,
  wholeSource: boolean,
): { where: string; values: unknown[]; isIndexed: boolean } {
  if (scope === "agent") return { where: "ua = $4", values: [ua], isIndexed: false };
  const v6 = ip?.includes(":") ?? false;
  const bits = scope === "client" ? (v6 ? 64 : 32) : v6 ? 48 : 24;
  const source =
    ip === null ? "ip is null and username is not distinct from $4" : `ip <<= set_masklen($4::cidr, ${bits})`;
  const isIndexed = ip !== null;
  if (wholeSource) return { where: source, values: [ip ?? username], isIndexed };
  const target = path?.split("?")[0] ?? "";
  // A request's key has no template, but its form, which the filter alone knows.
  if (kind === "web")
    return scope === "client"
      ? { where: `${source} and ${TARGET_SQL} = $5`, values: [ip ?? username, target], isIndexed }
      : {
          where: `${source} and method is not distinct from $5 and ${SLASHES_SQL} = $6`,
          values: [ip ?? username, method, target.split("/").length - 1],
          isIndexed,
        };
  return scope === "client"
    ? {
        where: `${source} and ${TARGET_SQL} = $5 and (tpl is not distinct from $6 or ${isTemplate("$6")})`,
        values: [ip ?? username, target, tpl],
        isIndexed,
      }
    : {
        where: `${source} and ${isTemplate("$5")}`,
        values: [ip ?? username, tpl],
        isIndexed: true,
      };
}
