/** Addresses that are never blocked, whatever the logs say. */
import { getServers } from "node:dns";
import { networkInterfaces } from "node:os";
import { type Network, networkOf } from "./network.ts";

/**
 * Networks whose addresses are nobody's outside, or stand for many (RFC 6890). Prefixes for translation and tunnels (NAT64,
 * Teredo, 6to4) are among them: one /64 of those is a part of the IPv4 internet.
 */
export const SPECIAL: readonly Network[] = [
  ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"],
  ...["192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4"],
  ...["::/127", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/32", "2002::/16"],
  ...["fc00::/7", "fe80::/10", "ff00::/8"],
].map((text) => networkOf(text) as Network);

/** What is known of the place that the list is for. */
export interface Place {
  own: readonly Network[];
  /** Proxies and content delivery networks: behind one address of theirs are all their visitors. */
  proxies: readonly Network[];
}

/** This machine's addresses, the name servers that it asks, and from where the session that runs this came. */
export function ownNetworks(env: Record<string, string | undefined> = process.env): Network[] {
  const own = Object.values(networkInterfaces()).flatMap((each) => each?.map(({ address }) => address) ?? []);
  const session = (env.SSH_CONNECTION ?? env.SSH_CLIENT ?? "").split(" ")[0] ?? "";
  const servers = getServers().map((server) => server.replace(/^\[(.*)\](:\d+)?$|^([\d.]+):\d+$/, "$1$3"));
  return [...own, ...servers, session].flatMap((text) => networkOf(text.split("%")[0] ?? "") ?? []);
}
