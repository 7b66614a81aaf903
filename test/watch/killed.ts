/** `smartlog watch` and its Postgres killed at random moments, while incidents come; and what the receivers got. */
import { type ChildProcess, spawn } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../../simulate/lib/random.ts";
import { KillableServer } from "../faults/killable-postgres.ts";
import { putIncident } from "./incident-rows.ts";
import { HttpSink, MailSink } from "./sinks.ts";

const CLI = new URL("../../build/cli.js", import.meta.url).pathname;
const RESTART_MS = 200;
const INCIDENT_MS = 150;
/** A claim of one who was killed has to run out first. */
const SETTLE_MS = 180_000;
/** Between two rounds of `watch`: short, so that a kill meets what it may. */
const EVERY_SECONDS = 1;
const START_MS = 60_000;

export interface Killed {
  incidents: number;
  messages: number;
  starts: number;
  /** Messages that a receiver never got, and incidents that are in no message. */
  lost: number;
  /** Messages that a receiver got more than once. */
  doubled: number;
  /** Incidents that more than one message told to be new. */
  toldTwice: number;
}

export type Victim = "watch" | "Postgres" | "both";

class SupervisedWatch {
  readonly #arguments: string[];
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess;
  #on = true;
  readonly #loop: Promise<void>;
  starts = 0;
  said = "";

  constructor(databaseUrl: string, config: string) {
    this.#arguments = [CLI, "watch", "--watch", config, "--every", String(EVERY_SECONDS)];
    const { SMARTLOG_DATA_DIR: _data, ...env } = process.env;
    this.#env = { ...env, DATABASE_URL: databaseUrl };
    this.#child = this.#start();
    this.#loop = this.#keepRunning();
  }

  kill(): void {
    this.#child.kill("SIGKILL");
  }

  async stop(): Promise<void> {
    this.#on = false;
    this.#child.kill("SIGTERM");
    await this.#loop;
  }

  #start(): ChildProcess {
    this.starts++;
    const child = spawn(process.execPath, this.#arguments, {
      env: this.#env,
      stdio: ["ignore", "ignore", "pipe"],
    });
    child.stderr?.on("data", (chunk) => {
      this.said += chunk;
    });
    return child;
  }

  async #keepRunning(): Promise<void> {
    for (;;) {
      const child = this.#child;
      if (child.exitCode === null && child.signalCode === null)
        await new Promise((resolve) => child.once("exit", resolve));
      if (!this.#on) return;
      await sleep(RESTART_MS);
      if (this.#on) this.#child = this.#start();
    }
  }
}

/** Incidents one after the other, each put again until Postgres has taken it. */
class Incidents {
  readonly #server: KillableServer;
  #on = true;
  put = 0;

  constructor(server: KillableServer) {
    this.#server = server;
  }

  async run(): Promise<void> {
    while (this.#on) {
      const key = `n ${this.put}`;
      try {
        await putIncident(this.#server.store.pool, { key, title: `incident ${key}`, severity: "critical" });
        this.put++;
      } catch (error) {
        // It was stored, and Postgres was killed before it could say so.
        if ((error as { code?: string }).code === "23505") this.put++;
      }
      await sleep(INCIDENT_MS);
    }
  }

  stop(): void {
    this.#on = false;
  }
}

export async function killRounds(
  { rounds, roundMs, folder }: { rounds: number; roundMs: number; folder: string },
  random: Random,
): Promise<Killed> {
  const server = new KillableServer();
  const mails = await new MailSink().start();
  const hooks = await new HttpSink().start();
  const config = join(folder, "watch.yaml");
  writeFileSync(
    config,
    `channels:
  mail: { type: smtp, host: 127.0.0.1, port: ${mails.port}, tls: none, from: a@example.org, to: b@example.org }
  hook: { type: webhook, url: "${hooks.url}/hook" }
owners:
  ops: { channels: [mail, hook], digest: off, repeat: off }
`,
  );
  let watch: SupervisedWatch | undefined;
  let incidents: Incidents | undefined;
  try {
    await server.start();
    await server.migrate();
    watch = new SupervisedWatch(server.store.url, config);
    incidents = new Incidents(server);
    const putting = incidents.run();
    const deadline = Date.now() + START_MS;
    while (mails.mails.length === 0) {
      if (Date.now() > deadline) throw new Error(`no mail came: ${watch.said}`);
      await sleep(50);
    }
    for (let round = 0; round < rounds; round++) {
      const victim = (["watch", "Postgres", "both"] as const)[round % 3] as Victim;
      const at = random.int(100, roundMs);
      await sleep(at);
      if (victim !== "Postgres") watch.kill();
      if (victim !== "watch") {
        await server.kill();
        await sleep(random.int(0, 500));
        await server.start();
      }
      await sleep(roundMs - at);
    }
    incidents.stop();
    await putting;
    await settled(server, incidents.put);
    return { ...(await count(server, mails, hooks)), incidents: incidents.put, starts: watch.starts };
  } finally {
    incidents?.stop();
    await watch?.stop();
    await mails.stop();
    await hooks.stop();
    await server.remove();
    rmSync(config, { force: true });
  }
}

/** Waits until all is told and sent. */
async function settled({ store: { pool } }: KillableServer, incidents: number): Promise<void> {
  const deadline = Date.now() + SETTLE_MS;
  for (;;) {
    const { rows } = await pool.query(
      `select (select count(*)::int from smartlog.told) as told,
         (select count(*)::int from smartlog.deliveries where state in ('waiting', 'sending')) as open`,
    );
    if (rows[0].told >= incidents && rows[0].open === 0) return;
    if (Date.now() > deadline) return;
    await sleep(250);
  }
}

async function count(
  { store: { pool } }: KillableServer,
  { mails }: MailSink,
  { requests }: HttpSink,
): Promise<Omit<Killed, "incidents" | "starts">> {
  const { rows: messages } = await pool.query<{ id: string; items: string[] }>(
    `select id::text as id, array(select item->>'incident' from jsonb_array_elements(content->'items') item) as items
     from smartlog.messages`,
  );
  const { rows: untold } = await pool.query(
    "select id from smartlog.incidents where id not in (select incident from smartlog.told)",
  );
  const { rows: more } = await pool.query(
    "select coalesce(sum((content->>'more')::int), 0)::int as more from smartlog.messages",
  );
  const told = messages.flatMap(({ items }) => items);
  const byMail = mails.map(({ messageId }) => messageId.split(".")[1] ?? "");
  const byHook = requests.map(({ headers }) => String(headers["idempotency-key"]).split(".")[1] ?? "");
  const missing = (got: string[]) => messages.filter(({ id }) => !got.includes(id)).length;
  const again = (got: string[]) => got.length - new Set(got).size;
  const inNone =
    Number((await pool.query("select count(*)::int as n from smartlog.incidents")).rows[0].n) -
    told.length -
    more[0].more;
  return {
    messages: messages.length,
    lost: missing(byMail) + missing(byHook) + untold.length + Math.max(0, inNone),
    doubled: again(byMail) + again(byHook),
    toldTwice: told.length - new Set(told).size,
  };
}
