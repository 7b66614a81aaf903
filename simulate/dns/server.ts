import type { Random } from "../lib/random.ts";
import type { World } from "../lib/schedule.ts";
import type { SimulatedLine } from "../lib/types.ts";
import {
  browse,
  drawNetwork,
  failures,
  generatedDomains,
  poll,
  probeResolver,
  serve,
  tunnel,
} from "./actors.ts";
import { type DnsFormat, drawDnsFormat } from "./formats.ts";
import type { Queries } from "./query.ts";

/** A name server and its network. */
export function dnsServer(rng: Random, sessions?: number): World {
  const network = drawNetwork(rng);
  const format = drawDnsFormat(rng);
  const hostile = Math.exp(rng.normal(0, 1));
  const mix = [
    [browse, 60],
    [serve, 16],
    [poll, 12],
    [tunnel, 0.7 * hostile],
    [generatedDomains, 0.9 * hostile],
    [failures, 0.4],
    [probeResolver, (network.open ? 3 : 0) * hostile],
  ] as const;
  const gap = 2 ** rng.normal(3, 2);
  return {
    gap: () => gap,
    session: (start) => {
      const own = rng.fork("session");
      return lines(own, format, own.weighted(mix)(own, network, start));
    },
    ...(sessions === undefined ? {} : { sessions }),
  };
}

function* lines(rng: Random, format: DnsFormat, queries: Queries): Generator<SimulatedLine, void> {
  for (const query of queries) {
    const { time, bot, threat, anomaly, actor, sort } = query;
    const label = threat ? "attack" : anomaly ? "anomaly" : "normal";
    for (const line of format(rng, query))
      yield { line, time, kind: "dns", label, bot, threat, anomaly, type: sort, actor };
  }
}
