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
import { askByDigest, feelForNetwork, filterMail, heavyPage, searchList, whoIs } from "./odd.ts";
import type { Queries } from "./query.ts";

/** A name server and its network. */
export function dnsServer(rng: Random, sessions?: number): World {
  const network = drawNetwork(rng);
  const format = drawDnsFormat(rng);
  // A lone machine is a person's: what infects it would be all that its resolver hears.
  const hostile = Math.exp(rng.normal(0, 1)) * (network.lone ? 0 : 1);
  const mails = rng.chance(0.25);
  const inCluster = rng.chance(0.15);
  const mix = [
    [browse, 50],
    [serve, 16],
    [poll, 12],
    [heavyPage, network.lone ? 8 : 0.8],
    [feelForNetwork, 8],
    [filterMail, mails ? 5 : 0.3],
    [askByDigest, 2.5],
    [searchList, inCluster ? 8 : 0.1],
    [whoIs, 2.5],
    [tunnel, 8 * hostile],
    [generatedDomains, 24 * hostile],
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
