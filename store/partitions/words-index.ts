/**
 * An index of the words of lines, for days that are over: a search for a rare word then takes milliseconds a day. None on the day that
 * is being written: there it would cost ingest half of its speed (bench/README.md), and a search reads one day in seconds.
 */
import pg, { type ClientBase, type Pool } from "pg";
import { dataFolder, hasRoomFor } from "./room.ts";

/** Of a day's events on disk: what is smaller is read as quickly. */
const LEAST_BYTES = 16 * 1024 * 1024;
/** After a day's end most of what comes late has come. */
const GRACE_MS = 3_600_000;
const MEMORY = "64MB";
const SUFFIX = "_words";

export interface WordsIndexState {
  /** Whether the server has pg_trgm; without, lines are read. */
  available: boolean;
  /** Whether the settings ask for it. */
  wanted: boolean;
  /** Days that are over and large enough to have one, and how many have. */
  days: number;
  indexed: number;
}

interface Day {
  name: string;
  bytes: number;
  /** Null where there is none; false where making it was cut off. */
  valid: boolean | null;
}

/** The extension's operators, by the schema that it was put into; undefined where it is missing. */
async function operators(db: Pick<ClientBase, "query">): Promise<string | undefined> {
  const { rows } = await db.query<{ schema: string }>(
    `select n.nspname as schema from pg_opclass o join pg_namespace n on n.oid = o.opcnamespace
     where o.opcname = 'gin_trgm_ops' limit 1`,
  );
  return rows[0] && `${pg.escapeIdentifier(rows[0].schema)}.gin_trgm_ops`;
}

/** Days that are over, the newest first. */
async function closedDays(db: Pick<ClientBase, "query">): Promise<Day[]> {
  const { rows } = await db.query<Day>(
    `select p.name, pg_relation_size(p.oid)::float8 as bytes, i.indisvalid as valid
     from smartlog.event_partitions() p
     left join pg_class c on c.relname = p.name || '${SUFFIX}' and c.relnamespace = 'smartlog'::regnamespace
     left join pg_index i on i.indexrelid = c.oid
     where p.name ~ '^events_\\d{8}$' and p.high < now() - interval '${GRACE_MS} ms' order by p.low desc`,
  );
  return rows;
}

async function isWanted(db: Pick<ClientBase, "query">): Promise<boolean> {
  const { rows } = await db.query<{ wanted: boolean }>("select index_words as wanted from smartlog.settings");
  return rows[0]?.wanted ?? false;
}

/** For people: what of the store a search finds words in by an index. */
export async function wordsIndexState(
  db: Pick<ClientBase, "query">,
  leastBytes = LEAST_BYTES,
): Promise<WordsIndexState> {
  const days = (await closedDays(db)).filter(({ bytes }) => bytes >= leastBytes);
  return {
    available: (await operators(db)) !== undefined,
    wanted: await isWanted(db),
    days: days.length,
    indexed: days.filter(({ valid }) => valid).length,
  };
}

/**
 * Makes the index of the newest day that lacks one, or drops those that the settings don't ask for; for the holder of `retain_lock`.
 * Readers and writers go on. Killed at any point, it leaves an index that is made anew the next time.
 *
 * @param pool the administrator's
 * @param most days at most: one takes a minute of a core for each million events
 * @param signal ends it as a kill would, within moments
 * @returns the days that got one
 */
export async function indexWords(
  pool: Pool,
  { most = 1, leastBytes = LEAST_BYTES, signal }: IndexOptions = {},
): Promise<string[]> {
  const made: string[] = [];
  const client = await pool.connect();
  let cancel = () => {};
  try {
    const { rows } = await client.query("select pg_backend_pid() as pid");
    cancel = () => void pool.query("select pg_cancel_backend($1)", [rows[0].pid]).catch(() => {});
    signal?.addEventListener("abort", cancel);
    const folder = await dataFolder(client);
    await client.query(
      `set role smartlog_owner; set statement_timeout = 0; set maintenance_work_mem = '${MEMORY}'`,
    );
    const gin = await operators(client);
    const wanted = gin !== undefined && (await isWanted(client));
    for (const { name, bytes, valid } of await closedDays(client)) {
      signal?.throwIfAborted();
      if (valid === false || (valid && !wanted))
        await client.query(`drop index concurrently smartlog.${name}${SUFFIX}`);
      if (!wanted || valid || bytes < leastBytes || made.length >= most || !hasRoomFor(bytes, folder))
        continue;
      await client.query(
        `create index concurrently ${name}${SUFFIX} on smartlog.${name} using gin (smartlog.line(record) ${gin})`,
      );
      // Without figures of the words no plan knows that a rare one is rare.
      await client.query(`analyze smartlog.${name}`);
      made.push(name);
    }
    return made;
  } finally {
    signal?.removeEventListener("abort", cancel);
    // Its role and settings end with it.
    client.release(true);
  }
}

export interface IndexOptions {
  most?: number;
  /** Of a day's events on disk: smaller days get none. */
  leastBytes?: number;
  signal?: AbortSignal | undefined;
}
