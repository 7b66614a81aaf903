/** The office's name server on ns1, and the firewall of gw1 in front of all. */

import { browse, type Network, poll, serve } from "../dns/actors.ts";
import { feelForNetwork, filterMail, heavyPage } from "../dns/odd.ts";
import type { Queries, Query } from "../dns/query.ts";
import { publicV4 } from "../lib/address.ts";
import type { Random } from "../lib/random.ts";
import { type Cycle, office, steady } from "./cycle.ts";
import { GATEWAY_ADDRESS, OFFICE_NETWORK, SERVER_NETWORK, SHOP_HOST } from "./shop.ts";
import type { DayLine, DayLines } from "./types.ts";
import { type Marks, syslog } from "./write.ts";

const NETWORK: Network = { prefix: OFFICE_NETWORK, open: false, zone: SHOP_HOST };
const SERVERS: Network = { prefix: SERVER_NETWORK, open: false, zone: SHOP_HOST };

type Visit = (rng: Random, start: number) => DayLines;

/** Visits, by how many there are on a mean day. */
export const TRAFFIC: readonly (readonly [visit: Visit, perDay: number, when: Cycle])[] = [
  [(rng, at) => asked(rng, ofOffice(browse(rng, NETWORK, at))), 90, office],
  [(rng, at) => asked(rng, ofOffice(heavyPage(rng, NETWORK, at))), 6, office],
  [(rng, at) => asked(rng, ofOffice(feelForNetwork(rng, NETWORK, at))), 30, office],
  [(rng, at) => asked(rng, ofServers(filterMail(rng, SERVERS, at))), 40, office],
  [(rng, at) => asked(rng, ofServers(serve(rng, SERVERS, at))), 60, steady],
  [(rng, at) => asked(rng, ofServers(poll(rng, SERVERS, at))), 60, steady],
  [knocks, 380, steady],
  [looksAround, 1.5, steady],
  [comesLate, 50, steady],
];

/** Machines that the office and the servers' network have, by the last number of their addresses. */
const OFFICE_MACHINES = { first: 20, count: 40 };
const SERVER_MACHINES = { first: 20, count: 8 };

export const officeMachine = (rng: Random): string =>
  `${OFFICE_NETWORK}.${OFFICE_MACHINES.first + rng.int(0, OFFICE_MACHINES.count - 1)}`;

const ofOffice = (queries: Queries) => of(OFFICE_MACHINES, queries);
const ofServers = (queries: Queries) => of(SERVER_MACHINES, queries);

/** The same queries by machines that there are. */
function* of({ first, count }: typeof OFFICE_MACHINES, queries: Queries): Queries {
  for (const query of queries) {
    const client = query.client.replace(/\d+$/, (last) => `${first + (Number(last) % count)}`);
    yield { ...query, client };
  }
}

/** Queries as unbound logs them with `log-replies` and `log-tag-queryreply`: a line each, with the answer. */
export function* asked(rng: Random, queries: Iterable<Query>): DayLines {
  for (const query of queries) yield reply(rng, query);
}

function reply(
  rng: Random,
  { time, client, name, type, rcode, bot, threat, anomaly, sort, actor }: Query,
): DayLine {
  const took = rcode === "SERVFAIL" ? 2 + rng.float() * 8 : rng.float() ** 4;
  const message = `[612:0] reply: ${client} ${name}. ${type} IN ${rcode} ${took.toFixed(6)} ${rng.chance(0.5) ? 1 : 0} ${rng.int(40, 400)}`;
  const label = threat ? "attack" : anomaly ? "anomaly" : "normal";
  const marks = { label, bot, threat, anomaly, type: sort, actor } as const;
  return syslog("ns1", "unbound.log", "dns", { time, program: "unbound", pid: 612, message }, marks);
}

interface Dropped {
  time: number;
  source: string;
  port: number;
  protocol?: "TCP" | "UDP";
  sourcePort?: number;
  flags?: string;
}

/** A packet that ufw dropped. */
export function dropped(rng: Random, packet: Dropped, marks: Marks = {}): DayLine {
  const { time, source, port, protocol = "TCP", sourcePort = rng.int(1_024, 65_000), flags = "SYN" } = packet;
  const uptime = (time % 10_000_000).toFixed(6);
  const end =
    protocol === "TCP"
      ? `WINDOW=${rng.pick([1024, 1024, 65535, 64240])} RES=0x00 ${flags} URGP=0`
      : `LEN=${rng.int(9, 400)}`;
  const message = `[${uptime}] [UFW BLOCK] IN=eth0 OUT= MAC=52:54:00:6a:31:0f:84:b5:9c:f2:00:01:08:00 SRC=${source} DST=${GATEWAY_ADDRESS} LEN=${protocol === "TCP" ? 44 : rng.int(29, 420)} TOS=0x00 PREC=0x00 TTL=${rng.int(40, 250)} ID=${rng.int(1, 65_535)} PROTO=${protocol} SPT=${sourcePort} DPT=${port} ${end}`;
  return syslog("gw1", "ufw.log", "firewall", { time, program: "kernel", pid: undefined, message }, marks);
}

const PORTS = [
  23, 22, 445, 3389, 8080, 8443, 1433, 3306, 5060, 6379, 2323, 5900, 25, 5555, 8728, 9200, 27017, 2375, 123,
  5432,
];
const hostile = (ip: string): Marks => ({
  label: "attack",
  threat: 1,
  bot: 1,
  type: "scan",
  actor: `scan-${ip}`,
});

function* knocks(rng: Random, start: number): DayLines {
  const source = publicV4(rng);
  const port = rng.chance(0.6) ? rng.pick(PORTS) : rng.int(1, 65_535);
  let time = start;
  for (let i = rng.chance(0.8) ? 1 : rng.int(2, 4); i > 0; i--) {
    yield dropped(rng, { time, source, port }, hostile(source));
    time += rng.exponential(3);
  }
}

/** One of those who survey the Internet: a dozen ports in an hour or two. */
function* looksAround(rng: Random, start: number): DayLines {
  const source = publicV4(rng);
  let time = start;
  for (let i = rng.int(6, 14); i > 0; i--) {
    yield dropped(rng, { time, source, port: rng.pick(PORTS) }, hostile(source));
    time += rng.exponential(400);
  }
}

/** A server's answers to connections that are over already. */
function* comesLate(rng: Random, start: number): DayLines {
  const source = publicV4(rng);
  const port = rng.int(32_768, 60_999);
  for (let i = 0; i < rng.int(1, 4); i++)
    yield dropped(rng, {
      time: start + i,
      source,
      port,
      sourcePort: 443,
      flags: rng.pick(["RST", "ACK FIN", "ACK"]),
    });
}
