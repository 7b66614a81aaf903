/** The events of a window of time, for training: counted, and read in the order in which they happened. */
import type { Pool } from "pg";
import { OF_LINES } from "./own-events.ts";

/** An event as training reads it. */
export interface StoredEvent {
  /** Event id as the store has it, a signed 64-bit number in decimal. */
  id: string;
  /** Event time, seconds since the epoch. */
  time: number;
  /** Label that the filter gave on arrival. */
  label: string;
  /** Address of the client, else name of the user; empty where the event has neither. */
  source: string;
  /** Fields of the event; empty, or 0, where the event has none. */
  method: string;
  path: string;
  ua: string;
  referer: string;
  status: number;
  outcome: string;
  service: string;
  user: string;
  /** Name that is looked up; destination of a packet, and its port. */
  qname: string;
  dst: string;
  dport: number;
  /** What an attack is seen by. */
  hit: string;
  /** The record as the filter read it, JSON. */
  record: string;
  /** File that the shipper read the line from; empty where the record names none. */
  file: string;
  /** Byte offset in that file; -1 where the record names none. */
  offset: number;
}

/** Rows of one fetch: some 500 KB. */
const BATCH_ROWS = 1000;
/** Events of one instant that are sorted by their place in a file; beyond, a batch is handed on as it is. */
const MOST_AT_ONCE = 10_000;

const COLUMNS = `id::text as id, extract(epoch from time)::float8 as time, label,
  coalesce(host(ip), username, '') as source, coalesce(method, '') as method, coalesce(path, '') as path, coalesce(ua, '') as ua,
  coalesce(ref, '') as referer, coalesce(status, 0) as status, coalesce(outcome, '') as outcome,
  coalesce(service, '') as service, coalesce(username, '') as "user",
  coalesce(qname, '') as qname, coalesce(host(dst), '') as dst, coalesce(dport, 0) as dport,
  coalesce(hit, '') as hit, record::text as record,
  coalesce(record ->> 'file', '') as file,
  case when jsonb_typeof(record -> 'offset') = 'number' then (record ->> 'offset')::float8 else -1 end as "offset"`;

/**
 * Events of [from, to) in the order in which the shipper read them, so that counts of a source's behaviour come out as
 * in service: by time; of one instant by file and offset, else by id.
 *
 * A server-side cursor in one read-only transaction: memory does not depend on the window's size. The next batch is
 * fetched while the caller works on one.
 *
 * @returns batches of about 1000 events
 */
export async function* readEvents(db: Pool, from: Date, to: Date): AsyncGenerator<StoredEvent[]> {
  const client = await db.connect();
  let failed: Error | undefined;
  try {
    await client.query("begin isolation level repeatable read read only");
    await client.query(
      `declare training no scroll cursor for
       select ${COLUMNS} from smartlog.events where time >= $1 and time < $2 and ${OF_LINES} order by time, events.id`,
      [from, to],
    );
    const fetch = () => client.query<StoredEvent>(`fetch ${BATCH_ROWS} from training`);
    let pending = fetch();
    let held: StoredEvent[] = [];
    while (true) {
      const { rows } = await pending;
      if (rows.length === 0) break;
      pending = fetch();
      // A failed fetch is reported by the next turn's await, not as an unhandled rejection.
      pending.catch(() => {});
      held.push(...rows);
      const last = held.at(-1) as StoredEvent;
      // The last instant may go on in the next batch.
      let complete = held.length;
      while (complete > 0 && (held[complete - 1] as StoredEvent).time === last.time) complete--;
      if (complete === 0 && held.length < MOST_AT_ONCE) continue;
      if (complete === 0) complete = held.length;
      yield inFileOrder(held.slice(0, complete));
      held = held.slice(complete);
    }
    if (held.length) yield inFileOrder(held);
    await client.query("commit");
  } catch (error) {
    failed = error as Error;
    throw error;
  } finally {
    // A caller that stops early leaves the transaction open: the connection is closed, not reused.
    client.release(failed ?? true);
  }
}

function inFileOrder(events: StoredEvent[]): StoredEvent[] {
  return events.sort(
    (a, b) =>
      a.time - b.time ||
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
      a.offset - b.offset ||
      (BigInt(a.id) < BigInt(b.id) ? -1 : 1),
  );
}

/** How many events a window has, and where its held-out part begins. */
export interface WindowFacts {
  /** Times of the first and of the last event; the window's own where it has none. */
  from: Date;
  to: Date;
  events: number;
  /** Events by kind. */
  kinds: Record<string, number>;
  /** Time of the first held-out event. */
  heldOutFrom: Date;
}

/**
 * Counts the events of [from, to).
 *
 * @param maxEvents of more, only the newest count
 * @param heldOutShare share of the events, the newest, that is held out for judging
 */
export async function windowFacts(
  db: Pool,
  from: Date,
  to: Date,
  maxEvents: number | undefined,
  heldOutShare: number,
): Promise<WindowFacts> {
  const start =
    (maxEvents === undefined ? undefined : await timeAt(db, from, to, "desc", maxEvents - 1)) ?? from;
  const { rows } = await db.query<{ kind: string; events: string; first: Date; last: Date }>(
    `select kind, count(*) as events, min(time) as first, max(time) as last
     from smartlog.events where time >= $1 and time < $2 and ${OF_LINES} group by kind`,
    [start, to],
  );
  const kinds = Object.fromEntries(rows.map((row) => [row.kind, Number(row.events)]));
  const events = Object.values(kinds).reduce((sum, n) => sum + n, 0);
  const times = rows.flatMap((row) => [row.first.getTime(), row.last.getTime()]);
  return {
    from: events ? new Date(Math.min(...times)) : from,
    to: events ? new Date(Math.max(...times)) : to,
    events,
    kinds,
    heldOutFrom: (await timeAt(db, start, to, "asc", Math.floor(events * (1 - heldOutShare)))) ?? to,
  };
}

/** Time of the n-th event of [from, to), counted from 0; undefined where there are fewer. */
async function timeAt(
  db: Pool,
  from: Date,
  to: Date,
  order: "asc" | "desc",
  n: number,
): Promise<Date | undefined> {
  const { rows } = await db.query<{ time: Date }>(
    `select time from smartlog.events where time >= $1 and time < $2 and ${OF_LINES} order by time ${order} offset $3 limit 1`,
    [from, to, Math.max(0, n)],
  );
  return rows[0]?.time;
}

/** Events of the whole hours from `from` to before `to`, and how many of them were labelled attacks on arrival. */
export async function countAttacks(
  db: Pool,
  from: Date,
  to: Date,
): Promise<{ events: number; attacks: number }> {
  const { rows } = await db.query<{ events: string | null; attacks: string | null }>(
    `select sum(events) as events, sum(events) filter (where label = 'attack') as attacks
     from smartlog.rollup_hour where at >= $1 and at < date_bin('1 hour', $2::timestamptz, 'epoch')`,
    [from, to],
  );
  return { events: Number(rows[0]?.events ?? 0), attacks: Number(rows[0]?.attacks ?? 0) };
}
