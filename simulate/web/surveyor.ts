/** Surveyors of the Internet: they say who they are, look at the front door and at what a site tells of itself, and try nothing. */
import { neighbour, publicAddress } from "../lib/address.ts";
import type { Random } from "../lib/random.ts";
import { botOfFamily } from "./agents/index.ts";
import { ask, type Client, toolProtocol } from "./client.ts";
import type { Hits } from "./hit.ts";
import type { Site } from "./site.ts";

/** What the lines of surveyors are called. */
export const SURVEYOR = "surveyor";

const TOLD_TARGETS = [
  "/favicon.ico",
  "/favicon.ico",
  "/robots.txt",
  "/sitemap.xml",
  "/.well-known/security.txt",
  "/security.txt",
] as const;

/** A survey of one site: the front door, now and then more, each time from an address of the same network. */
export function* survey(rng: Random, site: Site, start: number): Hits {
  const client: Client = {
    actor: `${SURVEYOR}-${rng.uint32().toString(36)}`,
    ip: publicAddress(rng, 0.03),
    agent: botOfFamily(rng, SURVEYOR).userAgent,
    protocol: toolProtocol(rng),
    bot: 1,
    threat: 0,
    type: SURVEYOR,
  };
  const home = client.ip;
  const front = rng.weighted([
    [200, 55],
    [301, 15],
    [302, 6],
    [403, 8],
    [404, 8],
    [400, 6],
    [401, 2],
  ]);
  let time = start;
  for (let visits = rng.chance(0.8) ? 1 : rng.int(2, 4); visits > 0; visits--) {
    yield ask(client, site, time, rng.pick(["GET", "GET", "GET", "GET", "HEAD"]), "/", front);
    for (let more = rng.chance(0.5) ? 0 : rng.int(1, 3); more > 0; more--) {
      time += rng.exponential(2);
      yield ask(client, site, time, "GET", rng.pick(TOLD_TARGETS), rng.pick([200, 404, 404]));
    }
    client.ip = neighbour(rng, home);
    time += 3600 + rng.exponential(20_000);
  }
}
