import type { Kind } from "../host/event.ts";
import { service } from "./app/service.ts";
import { authMachine } from "./auth/machine.ts";
import { company } from "./company.ts";
import { dnsServer } from "./dns/server.ts";
import { firewall } from "./firewall/machine.ts";
import { formatProgram } from "./formats/program.ts";
import { Random } from "./lib/random.ts";
import { interleave, type World } from "./lib/schedule.ts";
import type { SimulatedLine } from "./lib/types.ts";
import { machine } from "./syslog/machine.ts";
import { foreignMachine } from "./unknown/machine.ts";
import { webServer } from "./web/server.ts";

export type { SimulatedLine } from "./lib/types.ts";

/** A log type, a company's servers, or lines in every format that is read. */
export type SimulatedKind = Kind | "mixed" | "formats";

export interface SimulateOptions {
  kind: SimulatedKind;
  /** How many lines. */
  lines: number;
  /** The same seed gives the same bytes. */
  seed: number;
  /** First line's time at the earliest, seconds since the epoch. */
  start?: number;
  /** Last line's time at the latest; without it the traffic runs at its natural rates. */
  end?: number;
}

/** Monday, 5 January 2026, 08:00 UTC: a fixed start, so that the same seed gives the same lines. */
const START = 1_767_600_000;

const WORLDS: Readonly<Record<SimulatedKind, (rng: Random, sessions?: number) => World>> = {
  web: webServer,
  auth: authMachine,
  dns: dnsServer,
  firewall,
  app: service,
  syslog: machine,
  unknown: foreignMachine,
  mixed: company,
  formats: formatProgram,
};

/** Sessions after which another server takes over, so that a few thousand lines show many of them. */
const SESSIONS_PER_SERVER = { least: 8, most: 60 };
const SESSIONS_PER_COMPANY = { least: 2000, most: 6000 };

/** Makes log lines of one kind, or of a small company's servers, in time order, with what is true of each. */
export function* simulate(options: SimulateOptions): Generator<SimulatedLine, void> {
  const { kind, lines, seed, start = START, end } = options;
  const rng = new Random(seed).fork(kind);
  const span = kind === "mixed" ? SESSIONS_PER_COMPANY : SESSIONS_PER_SERVER;
  let servers = 0;
  const worlds = () => WORLDS[kind](rng.fork(`server ${servers++}`), rng.int(span.least, span.most));
  yield* interleave(rng.fork("arrivals"), worlds, { lines, start, end });
}
