/** What a correction can be taught of: a stored event, as the filter in service reads its record. */
import type { ClientBase, Pool } from "pg";
import type { Label } from "../../host/event.ts";
import type { Filter } from "../../host/filter.ts";
import { type Scope, type Scores, type TaughtKeys, taughtKeys } from "../../host/taught.ts";
import { shipperTime } from "../../host/time.ts";
import { StoreError } from "../error.ts";
import { type EventKey, findEvent } from "../events/find.ts";
import { templateNow } from "../templates.ts";

export interface Subject {
  eventKey: EventKey;
  /** Event time, seconds since the epoch. */
  time: number;
  kind: string;
  label: Label;
  /** Scores on arrival, which stood on what the source had done before. */
  scores: Scores;
  ip: string | null;
  /** Name of the source where it has no address. */
  username: string | null;
  tpl: string | null;
  path: string | null;
  method: string | null;
  ua: string | null;
  tag: string;
  /** As the filter read it, JSON. */
  record: string;
  /** What the filter finds entries by. */
  taught: TaughtKeys;
}

/**
 * Reads an event and what entries about it would be keyed by.
 *
 * @param filter of the module in service: keys are right only where it reads a record as the shipper did
 * @param at the event's time, milliseconds since the epoch: finds it at once
 * @throws StoreError NO_SUCH_EVENT; NOT_TAUGHT where this filter reads the record otherwise than the one that scored it
 */
export async function subjectOf(
  db: Pool | ClientBase,
  filter: Filter,
  hex: string,
  at?: number,
): Promise<Subject> {
  const key = await findEvent(db, hex, at);
  const { rows } = key
    ? await db.query(
        `select extract(epoch from time)::float8 as time, kind, label, threat::float8 as threat, bot::float8 as bot,
           anomaly::float8 as anomaly, host(ip) as ip, username, ${templateNow("events.tpl")} as tpl, path, method, ua, error,
           coalesce(tag, '') as tag, record::text as record
         from smartlog.events where time = $1 and id = $2`,
        [key.time, key.id],
      )
    : { rows: [] };
  if (!key || !rows[0])
    throw new StoreError(
      "NO_SUCH_EVENT",
      "there is no event of this id",
      "An event's id is 16 hex digits (smartlog.id); it may be older than what is kept.",
    );
  const { threat, bot, anomaly, error, ...row } = rows[0];
  const taught = taughtKeys(filter, row.record, shipperTime(row.time));
  if (error || threat === null || !taught)
    throw new StoreError(
      "NOT_TAUGHT",
      "this event was not scored, so nothing of it can act at once",
      "The next training learns from the correction.",
    );
  const now = filter.event(row.record, shipperTime(row.time));
  if (now?.kind !== row.kind || (now?.ip ?? null) !== row.ip || now?.tpl !== row.tpl)
    throw new StoreError(
      "NOT_TAUGHT",
      "this module reads the record otherwise than the one that scored it: other formats, proxies, or another version",
      "Name the module in service with --module or SMARTLOG_MODULE.",
    );
  return { ...row, eventKey: key, scores: { threat, bot: bot ?? 0, anomaly: anomaly ?? 0 }, taught };
}

/** What an entry of this scope is about, for people; it holds text of the line. */
export function description(subject: Subject, scope: Scope): string {
  const { kind, method, path, tpl, ua, ip, username } = subject;
  const source = ip ?? username;
  const network = ip === null ? (username ?? "sources without a name") : networkOf(ip);
  const target = path === null ? "" : ` at ${method ? `${method} ` : ""}${path.split("?")[0]}`;
  switch (scope) {
    case "client":
      return `${source}${target} (${kind})`;
    case "template":
      if (kind === "web") return `requests like ${method ?? "-"} ${path} from ${network} (web)`;
      return `lines of template ${tpl} from ${network} (${kind})`;
    case "agent":
      return `user agent ${ua}`;
  }
}

/** The network that the scope `template` takes for one. */
function networkOf(ip: string): string {
  return ip.includes(":") ? `the /48 of ${ip}` : `${ip.split(".").slice(0, 3).join(".")}.0/24`;
}
