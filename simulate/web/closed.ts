/**
 * Connections that end before a request: browsers open some in advance. Apache logs `"-" 408` for them, nginx `"-" 400`, each without
 * referer and user agent.
 */
import { publicAddress } from "../lib/address.ts";
import type { Random } from "../lib/random.ts";
import { ask, type Client } from "./client.ts";
import type { Hit, Hits } from "./hit.ts";
import type { Site } from "./site.ts";

/** What the lines of clients that asked for nothing are called: whether a person was there is not to be known. */
export const CLOSED = "closed connection";

/** A connection of the client's that ends at `time` without a request. */
export function closed(rng: Random, site: Site, client: Client, time: number): Hit {
  // A server has one way to log it.
  const isTimeout = site.answer("closed connections").bytes % 2 === 0;
  const status = isTimeout ? 408 : 400;
  return ask({ ...client, agent: "", user: "-" }, site, time, "", "", status, {
    raw: "-",
    type: CLOSED,
    bytes: 0,
    ms: isTimeout ? rng.int(10, 60) * 1000 : 0,
  });
}

/** A client of which nothing else is seen. */
export function* closes(rng: Random, site: Site, start: number): Hits {
  const client: Client = {
    actor: `closed-${rng.uint32().toString(36)}`,
    ip: publicAddress(rng),
    agent: "",
    protocol: "",
    bot: 0,
    threat: 0,
    type: CLOSED,
  };
  let time = start;
  for (let i = rng.chance(0.6) ? 1 : rng.int(2, 6); i > 0; i--) {
    yield closed(rng, site, client, time);
    time += rng.exponential(rng.pick([0.2, 20]));
  }
}
