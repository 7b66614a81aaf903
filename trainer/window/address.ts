/** Networks of addresses: who is inside, and who is one and the same from outside. */
import ipaddr from "ipaddr.js";

const INSIDE = new Set(["private", "loopback", "linkLocal", "uniqueLocal"]);

export interface Place {
  /** Whether the address is of a private network, of this machine or of the link. */
  isInside: boolean;
  /**
   * What counts as one party: an address inside by itself, one outside with the /24 or /48 that it is in, since one customer
   * can have all of that; a name by itself.
   */
  party: string;
}

/** @param source an address, or a name */
export function placeOf(source: string): Place {
  const address = parsed(source);
  if (!address) return { isInside: false, party: source };
  if (INSIDE.has(address.range())) return { isInside: true, party: source };
  const network = address.toByteArray().slice(0, address.kind() === "ipv4" ? 3 : 6);
  return { isInside: false, party: network.join(".") };
}

/** Whether an address is inside. */
export function isInside(address: string): boolean {
  return placeOf(address).isInside;
}

/** Whether an address is of no one host: multicast, or a broadcast of a network with a usual mask. */
export function isToMany(address: string): boolean {
  const range = parsed(address)?.range();
  return range === "multicast" || range === "broadcast" || (range === "private" && address.endsWith(".255"));
}

function parsed(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  // Most events name no destination, and most sources are no names.
  if (text === "") return undefined;
  try {
    return ipaddr.process(text);
  } catch {
    return undefined;
  }
}
