import { service } from "./app/service.ts";
import { authMachine } from "./auth/machine.ts";
import { dnsServer } from "./dns/server.ts";
import { firewall } from "./firewall/machine.ts";
import type { Random } from "./lib/random.ts";
import type { World } from "./lib/schedule.ts";
import { machine } from "./syslog/machine.ts";
import { foreignMachine } from "./unknown/machine.ts";
import { webServer } from "./web/server.ts";

type MakeWorld = (rng: Random) => World;

/** What stands in a small company's rack, and how many of each at least and at most. */
const RACK: readonly (readonly [MakeWorld, least: number, most: number])[] = [
  [webServer, 1, 3],
  [authMachine, 1, 3],
  [dnsServer, 1, 1],
  [firewall, 1, 1],
  [service, 1, 4],
  [machine, 1, 4],
  [foreignMachine, 0, 1],
];

/** A small company: its servers at once, each at its own rate. */
export function company(rng: Random, sessions?: number): World {
  const servers = RACK.flatMap(([make, least, most], i) =>
    Array.from({ length: rng.int(least, most) }, (_, n) => make(rng.fork(`${i} ${n}`))),
  );
  // Rates differ by orders of magnitude between machines; evened out so that no one server drowns the others.
  const shares = servers.map((server) => [server, server.gap(0) ** -0.3] as const);
  const gap = 2 ** rng.normal(1, 1);
  return {
    gap: () => gap,
    session: (start) => rng.weighted(shares).session(start),
    ...(sessions === undefined ? {} : { sessions }),
  };
}
