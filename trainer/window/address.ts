/** Networks of addresses: who is inside, and who is one and the same from outside. */
import ipaddr from "ipaddr.js";

const INSIDE = new Set(["private", "loopback", "linkLocal", "uniqueLocal"]);

/** Whether an address is of a private network, of this machine or of the link. */
export function isInside(source: string): boolean {
  return ipaddr.isValid(source) && INSIDE.has(ipaddr.process(source).range());
}

/**
 * What counts as one party of a source: an address inside by itself, one outside with the /24 or /48 that it is in, since
 * one customer can have all of that; a name by itself.
 */
export function partyOf(source: string): string {
  if (!ipaddr.isValid(source)) return source;
  const address = ipaddr.process(source);
  if (INSIDE.has(address.range())) return source;
  return address
    .toByteArray()
    .slice(0, address.kind() === "ipv4" ? 3 : 6)
    .join(".");
}

/** Whether an address is of no one host: multicast, or a broadcast of a network with a usual mask. */
export function isToMany(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const range = ipaddr.process(address).range();
  return range === "multicast" || range === "broadcast" || (range === "private" && address.endsWith(".255"));
}
