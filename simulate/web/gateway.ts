/** Whom a server behind others sees in place of its clients: a container's host, a balancer, the many servers of a network in front. */
import { neighbour, privateV4, publicAddress } from "../lib/address.ts";
import type { Random } from "../lib/random.ts";

const ONE_SHARE = 0.05;
const NETWORK_SHARE = 0.03;
/** Share of a client's requests that come through one server of a network; the rest come through any of them. */
const STEADY_SHARE = 0.7;

/** The address that a client's request comes from. */
export type Gateway = (rng: Random, client: string) => string;

/** Draws what stands in front of a server. */
export function drawGateway(rng: Random): Gateway {
  if (rng.chance(ONE_SHARE)) {
    const address = privateV4(rng);
    return () => address;
  }
  if (!rng.chance(NETWORK_SHARE)) return (_, client) => client;
  const home = publicAddress(rng, 0);
  const servers = Array.from({ length: rng.int(5, 40) }, () =>
    rng.chance(0.7) ? neighbour(rng, home) : publicAddress(rng, 0),
  );
  return (of, client) => {
    const near = [...client].reduce((sum, c) => sum + c.charCodeAt(0), 0) % servers.length;
    return of.chance(STEADY_SHARE) ? (servers[near] as string) : of.pick(servers);
  };
}
