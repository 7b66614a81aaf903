/** Whether records that an output gets become events of a SmartLog store. Nothing of it stays there. */
import { join } from "node:path";
import pg from "pg";
import { type IngestRow, ingest } from "../../../store/ingest.ts";
import { ingestTarget, searchPathOf } from "../../../store/ingest-view.ts";
import { migrate } from "../../../store/migrate.ts";
import { openStore, type Store } from "../../../store/open.ts";
import { messageOf } from "../../lib/errors.ts";
import { connectionOf, writerOf } from "../config/pgsql-output.ts";
import type { Section } from "../config/shipper-config.ts";
import { isStore, sinkOf } from "../pipeline/sinks.ts";
import type { Collected } from "./collected.ts";
import type { TryFolder } from "./folder.ts";
import type { StoreTry } from "./report.ts";

const CONNECT_MS = 3_000;
/** Others write to the same store meanwhile: nobody waits for this. */
const LOCK_MS = 1_000;
const STATEMENT_MS = 10_000;
const MOST_REASONS = 5;
/** The schema that migrations put the view into. */
const INGEST_SCHEMA = "smartlog_ingest";

type Counts = Pick<StoreTry, "stored" | "duplicates" | "rejected" | "reasons">;

/** Where records are tried: the database that an output names, else a server of its own, started when it is needed. */
export class TryStore {
  readonly #home: TryFolder;
  readonly #url: string | undefined;
  #own: Promise<Store> | undefined;

  /** @param url whom to connect as, in place of the output's own */
  constructor(home: TryFolder, url: string | undefined) {
    this.#home = home;
    this.#url = url;
  }

  /**
   * Finds out meanwhile whether a server of its own is needed, and starts it: that takes longer than all the rest.
   *
   * @param outputs all outputs of the configuration
   */
  prepare(outputs: readonly Section[]): void {
    const feeding = outputs.filter(isStore);
    for (const output of feeding)
      this.#reach(output).then(
        (client) => client.end(),
        () => this.#started().catch(() => {}),
      );
  }

  /** @returns undefined of an output that feeds no SmartLog store */
  async try(output: Section, records: readonly Collected[]): Promise<StoreTry | undefined> {
    if (!isStore(output)) return undefined;
    const nothing: Counts = { stored: 0, duplicates: 0, rejected: 0, reasons: [] };
    if (records.length === 0) return { kind: "not tried", ...nothing, why: "no records" };
    let client: pg.Client;
    try {
      client = await this.#reach(output);
    } catch (error) {
      return this.#inOwn(records, messageOf(error));
    }
    try {
      return { kind: "database", ...(await inDatabase(client, output, records)) };
    } catch (error) {
      return { kind: "database", ...nothing, why: messageOf(error) };
    } finally {
      await client.end().catch(() => {});
    }
  }

  async close(): Promise<void> {
    const own = await this.#own?.catch(() => undefined);
    await own?.close();
  }

  /** @throws Error that says why its database can't be used */
  async #reach(output: Section): Promise<pg.Client> {
    if (!isDatabase(output)) throw new Error("what its server stores it in is not known here");
    const client = new pg.Client({
      ...(this.#url === undefined ? connectionOf(output) : { connectionString: this.#url }),
      ...{ connectionTimeoutMillis: CONNECT_MS, statement_timeout: STATEMENT_MS, lock_timeout: LOCK_MS },
      application_name: "smartlog doctor --try",
    });
    client.on("error", () => {});
    try {
      await client.connect();
    } catch (cause) {
      throw new Error(`the database can't be reached: ${messageOf(cause)}`, { cause });
    }
    return client;
  }

  async #inOwn(records: readonly Collected[], why: string): Promise<StoreTry> {
    try {
      const { pool } = await this.#started();
      return {
        kind: "throw-away",
        ...(await sum(records, (tag, rows) => ingest(pool, tag, rows))),
        why,
      };
    } catch (error) {
      const reasons = `${why}; no server of its own: ${messageOf(error)}`;
      return { kind: "not tried", stored: 0, duplicates: 0, rejected: 0, reasons: [], why: reasons };
    }
  }

  #started(): Promise<Store> {
    this.#own ??= this.#start();
    return this.#own;
  }

  async #start(): Promise<Store> {
    this.#home.openWay();
    const store = await openStore({ dataDir: join(this.#home.path, "store") });
    await migrate(store.url, { env: {} });
    return store;
  }
}

function isDatabase(output: Section): boolean {
  return sinkOf(output) === "postgres";
}

async function inDatabase(
  client: pg.Client,
  output: Section,
  records: readonly Collected[],
): Promise<Counts & { why?: string }> {
  const { role, table, searchPath } = await writerOf(client, output);
  const path = searchPath ?? (await searchPathOf(client, role));
  const target = await ingestTarget(client, role, table, path);
  if (target?.schema !== INGEST_SCHEMA || !target.isView) {
    const leads = target ? `${target.schema}.${table}` : "nothing";
    throw new Error(`table ${table} on search_path ${path} leads to ${leads}, and not to SmartLog's view`);
  }
  await client.query("begin");
  try {
    const { rows } = await client.query("select current_user as me");
    if (rows[0].me !== role) await client.query(`set local role ${pg.escapeIdentifier(role)}`);
    return await sum(records, (tag, batch) => ingest(client, tag, batch));
  } finally {
    await client.query("rollback");
  }
}

/** One batch for each tag, as Fluent Bit sends them. */
async function sum(
  records: readonly Collected[],
  send: (tag: string, rows: IngestRow[]) => ReturnType<typeof ingest>,
): Promise<Counts> {
  const byTag = new Map<string, IngestRow[]>();
  for (const { tag, time, record } of records) {
    const data = `{"date":${time}${record === "{}" ? "" : ","}${record.slice(1)}`;
    byTag.set(tag, [...(byTag.get(tag) ?? []), { time, data }]);
  }
  const total: Counts = { stored: 0, duplicates: 0, rejected: 0, reasons: [] };
  for (const [tag, rows] of byTag) {
    const { stored, duplicates, rejected, reasons = [] } = await send(tag, rows);
    total.stored += stored;
    total.duplicates += duplicates;
    total.rejected += rejected;
    total.reasons.push(...reasons.map(({ reason }) => reason));
  }
  return { ...total, reasons: [...new Set(total.reasons)].slice(0, MOST_REASONS) };
}
