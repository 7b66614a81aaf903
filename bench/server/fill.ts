/** Fills a store for tests, benches and pictures: simulated lines through the filter, as a shipper would bring them. */
import type { Pool } from "pg";
import { Filter } from "../../host/filter.ts";
import { recordOfLine } from "../../host/record.ts";
import { simulate } from "../../simulate/index.ts";
import { Random } from "../../simulate/lib/random.ts";
import { type IngestRow, ingest } from "../../store/ingest.ts";

export interface FillOptions {
  lines: number;
  seed?: number;
  /** Hours before now that the lines are spread over. */
  hours?: number;
  onProgress?: (stored: number) => void;
}

const BATCH_ROWS = 5_000;
/** Of a hundred rows: ready-made events of logins, name look-ups and firewalls. */
const READY_MADE_OF_100 = 10;

/** @returns how many events were stored */
export async function fill(
  pool: Pool,
  { lines, seed = 1, hours = 24, onProgress }: FillOptions,
): Promise<number> {
  const filter = Filter.load();
  const end = Date.now() / 1000;
  const start = end - hours * 3600;
  const readyMade = Math.floor((lines * READY_MADE_OF_100) / 100);
  let stored = 0;
  let batch: IngestRow[] = [];
  const flush = async () => {
    stored += (await ingest(pool, "sample", batch)).stored;
    batch = [];
    onProgress?.(stored);
  };
  let offset = 0;
  for (const { line } of simulate({ kind: "mixed", lines: lines - readyMade, seed, start, end })) {
    const bytes = Buffer.from(line);
    batch.push({ time: end, data: filter.score(recordOfLine(bytes, { file: `/sample/${seed}`, offset })) });
    offset += bytes.length + 1;
    if (batch.length >= BATCH_ROWS) await flush();
  }
  for (const row of readyMadeEvents(readyMade, new Random(seed), start, end)) {
    batch.push(row);
    if (batch.length >= BATCH_ROWS) await flush();
  }
  await flush();
  return stored;
}

/** Public addresses of several registries, and private ones. */
const SOURCES = [
  "1.0.16.7",
  "2.16.9.1",
  "8.8.4.4",
  "41.0.0.9",
  "77.88.8.8",
  "185.1.1.1",
  "200.3.14.10",
  "10.0.0.7",
  "2001:200::7",
];
const USERS = ["root", "admin", "deploy", "postgres", "alice", "bob"];
const PORTS = [22, 23, 80, 443, 445, 3389, 5432, 6379, 8080];
const NAMES = [
  "updates.example.com",
  "mail.example.org",
  "a7x.kq3z.example.net",
  "wpad.local",
  "typo.exmaple.com",
];
const RCODES = ["NOERROR", "NOERROR", "NOERROR", "NXDOMAIN", "SERVFAIL", "REFUSED"];

/** Logins, look-ups and denied connections with all their fields, whatever kinds the filter's build knows. */
function* readyMadeEvents(count: number, rng: Random, start: number, end: number): Generator<IngestRow> {
  for (let n = 0; n < count; n++) {
    const ts = start + ((end - start) * n) / Math.max(count, 1);
    const event = [login, lookUp, denied][n % 3] as (rng: Random) => Record<string, unknown>;
    const fields = event(rng);
    const bad = fields.label === "attack";
    yield {
      time: end,
      data: JSON.stringify({
        log: `${fields.kind} ${fields.ip} ${fields.user ?? fields.qname ?? fields.dport}`,
        smartlog: {
          v: 1,
          id: (n + 1).toString(16).padStart(16, "e"),
          ts,
          severity: bad ? "high" : "none",
          score: bad ? 0.93 : 0.05,
          bot: 0.04,
          threat: bad ? 0.93 : 0.03,
          anomaly: 0.1,
          why: bad ? ["source:fails"] : [],
          tpl: `0000000${n % 7}`,
          model: "sample",
          ...fields,
        },
      }),
    };
  }
}

function login(rng: Random): Record<string, unknown> {
  const failed = rng.int(0, 3) > 0;
  return {
    kind: "auth",
    label: failed ? "attack" : "normal",
    ip: rng.pick(SOURCES),
    user: rng.pick(USERS),
    outcome: failed ? "failure" : "success",
    host: "bastion",
    service: "sshd",
  };
}

function lookUp(rng: Random): Record<string, unknown> {
  const fields = { ip: "10.0.0.7", qname: rng.pick(NAMES), qtype: "A", rcode: rng.pick(RCODES) };
  return { kind: "dns", label: "normal", host: "resolver", ...fields };
}

function denied(rng: Random): Record<string, unknown> {
  return {
    kind: "firewall",
    label: rng.int(0, 1) ? "attack" : "normal",
    ip: rng.pick(SOURCES),
    dst: "10.0.0.1",
    proto: "TCP",
    sport: rng.int(1024, 65_535),
    dport: rng.pick(PORTS),
    action: "deny",
    iface: "eth0",
    host: "gateway",
  };
}
