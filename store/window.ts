/** Reads a window's events in the order in which they happened, a batch at a time. */
import type pg from "pg";

/** What the trainer reads of an event. */
export interface StoredEvent {
  /** Event id as the store has it, a signed 64-bit number in decimal. */
  id: string;
  /** Event time, seconds since the epoch. */
  time: number;
  /** Label that the filter gave when it came. */
  label: string;
  /** Who made it: its address, else the name of its user; empty where it has neither. */
  source: string;
  /** What a rule reads; empty where the event has none. */
  path: string;
  ua: string;
  referer: string;
  status: number;
  outcome: string;
  user: string;
  service: string;
  /** The record as it came to the filter, JSON. */
  record: string;
  /** File and byte offset that the shipper read it at, where it says so. */
  file: string;
  offset: number;
}

/** Rows fetched at once: some 500 KB, so that the reader's memory doesn't depend on the window. */
const BATCH_ROWS = 1000;
/** Events of one instant that are put into the order of their file. */
const MOST_AT_ONCE = 10_000;

const COLUMNS = `id::text as id, extract(epoch from time)::float8 as time, label,
  coalesce(host(ip), username, '') as source, coalesce(path, '') as path, coalesce(ua, '') as ua,
  coalesce(ref, '') as referer, coalesce(status, 0) as status, coalesce(outcome, '') as outcome,
  coalesce(username, '') as "user", coalesce(service, '') as service, record::text as record,
  coalesce(record ->> 'file', '') as file,
  case when jsonb_typeof(record -> 'offset') = 'number' then (record ->> 'offset')::float8 else -1 end as "offset"`;

/**
 * Events of [from, to) by time; those of one instant by their place in their file, where they have one, else by id: the
 * order in which the shipper read them, so that counts of behaviour come out as they did there.
 *
 * A server-side cursor in one read-only transaction: the memory it takes does not depend on the window. The next batch is
 * under way while one is worked on.
 */
export async function* readEvents(db: pg.Pool, from: Date, to: Date): AsyncGenerator<StoredEvent[]> {
  const client = await db.connect();
  let failed: Error | undefined;
  try {
    await client.query("begin isolation level repeatable read read only");
    await client.query(
      `declare training no scroll cursor for
       select ${COLUMNS} from smartlog.events where time >= $1 and time < $2 order by time, events.id`,
      [from, to],
    );
    const fetch = () => client.query<StoredEvent>(`fetch ${BATCH_ROWS} from training`);
    let pending = fetch();
    let held: StoredEvent[] = [];
    while (true) {
      const { rows } = await pending;
      if (rows.length === 0) break;
      pending = fetch();
      // A batch that fails while another is worked on is met at the next turn.
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
    // A reader that stops early leaves its transaction open: the connection is of no use to anybody else.
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

/** How many events of each kind a window has, and when what share of them is over. */
export interface WindowFacts {
  from: Date;
  to: Date;
  events: number;
  kinds: Record<string, number>;
  /** Time of the first event of the last part. */
  heldOutFrom: Date;
}

/**
 * Counts a window, shortened to its newest `maxEvents`.
 *
 * @param heldOutShare share of the events, the last, that is only judged on
 */
export async function windowFacts(
  db: pg.Pool,
  from: Date,
  to: Date,
  maxEvents: number | undefined,
  heldOutShare: number,
): Promise<WindowFacts> {
  let start = from;
  if (maxEvents !== undefined) {
    const { rows } = await db.query<{ time: Date }>(
      `select time from smartlog.events where time >= $1 and time < $2 order by time desc offset $3 limit 1`,
      [from, to, Math.max(0, maxEvents - 1)],
    );
    if (rows[0]) start = rows[0].time;
  }
  const { rows } = await db.query<{ kind: string; events: string; first: Date; last: Date }>(
    `select kind, count(*) as events, min(time) as first, max(time) as last
     from smartlog.events where time >= $1 and time < $2 group by kind`,
    [start, to],
  );
  const kinds = Object.fromEntries(rows.map((row) => [row.kind, Number(row.events)]));
  const events = Object.values(kinds).reduce((sum, n) => sum + n, 0);
  const times = rows.flatMap((row) => [row.first.getTime(), row.last.getTime()]);
  const split = await db.query<{ time: Date }>(
    `select time from smartlog.events where time >= $1 and time < $2 order by time offset $3 limit 1`,
    [start, to, Math.floor(events * (1 - heldOutShare))],
  );
  return {
    from: events ? new Date(Math.min(...times)) : from,
    to: events ? new Date(Math.max(...times)) : to,
    events,
    kinds,
    heldOutFrom: split.rows[0]?.time ?? to,
  };
}
