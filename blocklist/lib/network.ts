/** Addresses and networks as text: how they are read, compared and written (RFC 4632, RFC 5952). */
import { BlockList, isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** Of IPv6 what one customer has to himself at least (RFC 6177): whoever is blocked by one address takes another of it. */
export const IPV6_PREFIX = 64;

export interface Network {
  family: 4 | 6;
  /** The first address, in its shortest form. */
  address: string;
  prefix: number;
}

/** @returns undefined for any other text than an address or a network as 198.51.100.0/24 */
export function networkOf(text: string): Network | undefined {
  const [, address = "", length] = /^([0-9a-fA-F:.]+)(?:\/(\d{1,3}))?$/.exec(text.trim()) ?? [];
  if (isIP(address) === 0) return undefined;
  const parsed = ipaddr.parse(address);
  const mapped = parsed instanceof ipaddr.IPv6 && parsed.isIPv4MappedAddress();
  const plain = mapped ? parsed.toIPv4Address() : parsed;
  const bits = plain instanceof ipaddr.IPv4 ? 32 : 128;
  const prefix = length === undefined ? bits : Number(length) - (mapped ? 96 : 0);
  if (prefix < 0 || prefix > bits) return undefined;
  return first(plain, prefix);
}

/** What is blocked for an address: of IPv4 itself, of IPv6 its /64. @throws Error where it is no address */
export function unitOf(ip: string): Network {
  const network = networkOf(ip);
  if (!network) throw new Error(`${ip} is no address`);
  return network.family === 4 ? network : widened(network, IPV6_PREFIX);
}

/** The network of so many bits that holds another, smaller one. */
export function widened({ address }: Network, prefix: number): Network {
  return first(ipaddr.parse(address), prefix);
}

/** As 203.0.113.7/32. */
export function cidr({ address, prefix }: Network): string {
  return `${address}/${prefix}`;
}

/** As {@link cidr}, but a single address without its length. */
export function shortest(network: Network): string {
  return network.prefix === bitsOf(network) ? network.address : cidr(network);
}

/** First and last address of a network. */
export function bounds(network: Network): [low: string, high: string] {
  const bytes = ipaddr.parse(network.address).toByteArray();
  const high = bytes.map((byte, i) => byte | (0xff >> Math.min(8, Math.max(0, network.prefix - 8 * i))));
  return [network.address, text(ipaddr.fromByteArray(high))];
}

/** Networks in which addresses and other networks are looked up. */
export class NetworkSet {
  readonly #list = new BlockList();
  /** The units (see {@link unitOf}) of what is no larger than one. */
  readonly #units = new Set<string>();

  constructor(networks: Iterable<Network>) {
    for (const network of networks) {
      const unit = network.family === 4 ? 32 : IPV6_PREFIX;
      if (network.prefix >= unit) this.#units.add(cidr(widened(network, unit)));
      else this.#list.addSubnet(network.address, network.prefix, familyName(network));
    }
  }

  /** Whether a unit (see {@link unitOf}), or a part of it, is in one of the networks. */
  touches(unit: Network): boolean {
    return this.#units.has(cidr(unit)) || this.#list.check(unit.address, familyName(unit));
  }
}

/** Networks in order, those that lie next to each other as one: no address that wasn't in one of them. */
export function merged(networks: readonly Network[]): Network[] {
  const found: Network[] = [];
  for (const network of [...networks].sort(compare)) {
    if (found.at(-1) && holds(found.at(-1) as Network, network)) continue;
    found.push(network);
    for (
      let pair = found.slice(-2);
      pair.length === 2 && areHalves(pair[0] as Network, pair[1] as Network);
    ) {
      found.splice(-2, 2, widened(pair[0] as Network, (pair[0] as Network).prefix - 1));
      pair = found.slice(-2);
    }
  }
  return found;
}

/** By family, then address, then the larger first. */
export function compare(a: Network, b: Network): number {
  if (a.family !== b.family) return a.family - b.family;
  const [left, right] = [ipaddr.parse(a.address).toByteArray(), ipaddr.parse(b.address).toByteArray()];
  const at = left.findIndex((byte, i) => byte !== right[i]);
  return at < 0 ? a.prefix - b.prefix : (left[at] as number) - (right[at] as number);
}

function areHalves(a: Network, b: Network): boolean {
  return (
    a.family === b.family &&
    a.prefix === b.prefix &&
    a.prefix > 0 &&
    a.address !== b.address &&
    widened(a, a.prefix - 1).address === a.address &&
    widened(b, b.prefix - 1).address === a.address
  );
}

export function holds(outer: Network, inner: Network): boolean {
  return (
    outer.family === inner.family &&
    outer.prefix <= inner.prefix &&
    widened(inner, outer.prefix).address === outer.address
  );
}

function first(address: ipaddr.IPv4 | ipaddr.IPv6, prefix: number): Network {
  const bytes = address.toByteArray();
  const low = bytes.map((byte, i) => byte & ~(0xff >> Math.min(8, Math.max(0, prefix - 8 * i))));
  return { family: bytes.length === 4 ? 4 : 6, address: text(ipaddr.fromByteArray(low)), prefix };
}

function text(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString();
}

function bitsOf({ family }: Network): number {
  return family === 4 ? 32 : 128;
}

function familyName({ family }: Network): "ipv4" | "ipv6" {
  return family === 4 ? "ipv4" : "ipv6";
}
