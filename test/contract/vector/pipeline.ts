/** The deployed configuration of Vector with examples of deploy/vector/sources beside it, up to a real Postgres. */
import { spawnSync } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { EnrichedRecord, SmartlogEvent } from "../../../host/event.ts";
import { PACKAGE_ROOT } from "../../../host/module.ts";
import { type RunningServer, startServer } from "../../../server/index.ts";
import { freePort } from "../../../store/embedded/port.ts";
import { serveUrl } from "../../../store/roles.ts";
import { type TestStore, testStore } from "../../store/test-store.ts";
import { type Site, site } from "../shipped.ts";
import { findBinary, Shipper } from "../shipper.ts";
import { type Stored, storedEvents } from "../stored.ts";
import { BadNetwork } from "./bad-network.ts";

const FOLDER = join(PACKAGE_ROOT, "deploy", "vector");
const TOKEN = "a token";

export const vector = findBinary("vector", "SMARTLOG_VECTOR", "Vector") as string;

const types = new Map<string, boolean>();
/** Whether this Vector was built with the type of source; said loudly, once, where it wasn't. */
export function canRead(type: string): boolean {
  if (!vector) return false;
  if (types.size === 0) {
    const { stdout } = spawnSync(vector, ["list"], { encoding: "utf8" });
    for (const [, name = ""] of stdout.matchAll(/^- (\S+)$/gm)) types.set(name, true);
  }
  if (!types.has(type)) {
    console.warn(`SKIPPED: this Vector was built without the source ${type}: it is NOT tested`);
    types.set(type, false);
  }
  return types.get(type) as boolean;
}

// biome-ignore lint/suspicious/noExplicitAny: a configuration, as YAML has it
export type Config = Record<string, any>;

/** An example of deploy/vector/sources. */
export function example(name: string): Config {
  return parse(readFileSync(join(FOLDER, "sources", `${name}.yaml`), "utf8"));
}

export class Pipeline {
  readonly at: Site = site();
  readonly store: TestStore;
  readonly network: BadNetwork;
  readonly #port: number;
  readonly #networkPort: number;
  #server: RunningServer | undefined;

  private constructor(store: TestStore, network: BadNetwork, port: number, networkPort: number) {
    this.store = store;
    this.network = network;
    this.#port = port;
    this.#networkPort = networkPort;
  }

  static async open(): Promise<Pipeline> {
    const [port, networkPort] = [await freePort(), await freePort()];
    const pipeline = new Pipeline(
      await testStore(),
      await BadNetwork.listen(networkPort, port),
      port,
      networkPort,
    );
    await pipeline.serve();
    return pipeline;
  }

  async close(): Promise<void> {
    await this.stopServing();
    await this.network.close();
    await this.store.close();
    this.at.remove();
  }

  async serve(): Promise<void> {
    this.#server = await startServer({
      databaseUrl: await serveUrl(this.store),
      port: this.#port,
      token: TOKEN,
      module: this.at.module,
    });
  }

  async stopServing(): Promise<void> {
    await this.#server?.close();
    this.#server = undefined;
  }

  /** Deletes all events, and what the filter remembers. */
  async forget(): Promise<void> {
    await this.store.empty();
    this.#server?.reload();
  }

  /** The server's store goes, with nobody at its address, or comes back. */
  async setStore(there: boolean): Promise<void> {
    await this.#server?.useDatabase(
      there ? await serveUrl(this.store) : "postgres://nobody@127.0.0.1:1/none",
    );
  }

  /**
   * Starts Vector with the deployed configuration and `sources`, files' names and contents.
   *
   * @param how.within a command that runs Vector as its last arguments say
   */
  ship(
    sources: Record<string, Config>,
    env: Record<string, string> = {},
    how: { within?: string[] } = {},
  ): Shipper {
    const state = join(this.at.folder, "state");
    mkdirSync(join(state, "vector"), { recursive: true });
    for (const [name, secret] of Object.entries({
      token: TOKEN,
      splunk: "a splunk token",
      heroku: "a password",
    }))
      writeFileSync(join(state, name), `${secret}\n`);
    const main = parse(readFileSync(join(FOLDER, "vector.yaml"), "utf8"));
    main.data_dir = join(state, "vector");
    main.secret.smartlog.path = state;
    main.sources.logs.include = [join(this.at.logs, "*.log*")];
    main.sinks.smartlog.uri = `http://127.0.0.1:${this.#networkPort}/v1/ingest`;
    // No test waits half a minute for the next try.
    main.sinks.smartlog.request.retry_max_duration_secs = 2;
    const files = Object.entries({ vector: main, ...sources }).map(([name, config]) => {
      const file = join(this.at.folder, `${name}.yaml`);
      writeFileSync(file, stringify(config));
      return file;
    });
    const args = files.flatMap((file) => ["--config", file]);
    const [command = "", ...rest] = [...(how.within ?? []), vector, ...args];
    return new Shipper("Vector", command, rest, env);
  }

  /** Events stored, but those of {@link arrived}. */
  async events(): Promise<Stored[]> {
    const events = [...(await storedEvents(this.store.pool)).values()];
    return events.filter(({ record }) => record.file !== this.#nudges);
  }

  /** What `/v1/score` says of records. */
  async scores(records: readonly object[]): Promise<SmartlogEvent[]> {
    const answer = await fetch(`http://127.0.0.1:${this.#port}/v1/score`, {
      method: "POST",
      headers: { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" },
      body: JSON.stringify(records),
    });
    const lines = (await answer.text()).split("\n").filter(Boolean);
    return lines.map((line) => (JSON.parse(line) as EnrichedRecord).smartlog);
  }

  async count(): Promise<number> {
    return (await this.events()).length;
  }

  get #nudges(): string {
    return join(this.at.logs, "nudges.log");
  }

  /**
   * Waits until there are `count` events. Vector's buffer on disk may keep the last records until the next ones come
   * (its issue 22946): a line of another file lets them go.
   */
  async arrived(shipper: Shipper, count: number, seconds = 60): Promise<void> {
    let nudged = Date.now();
    await shipper.until(async () => {
      if (Date.now() - nudged > 4000) {
        nudged = Date.now();
        appendFileSync(this.#nudges, `${new Date(nudged).toISOString()} a line\n`);
      }
      return (await this.count()) >= count;
    }, seconds);
  }
}
