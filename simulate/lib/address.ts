import type { Random } from "./random.ts";

/** First octets that are not addresses of the Internet at large. */
const NOT_PUBLIC = new Set([0, 10, 100, 127, 169, 172, 192, 198, 203, 224]);

/** An IPv4 address of the Internet at large. */
export function publicV4(rng: Random): string {
  let first = rng.int(1, 223);
  while (NOT_PUBLIC.has(first)) first = rng.int(1, 223);
  return `${first}.${rng.int(0, 255)}.${rng.int(0, 255)}.${rng.int(1, 254)}`;
}

/** An address in one of the ranges meant for documentation, or a carrier's NAT: what an anonymised log shows. */
function replacedV4(rng: Random): string {
  const prefix = rng.pick([
    "192.0.2",
    "198.51.100",
    "203.0.113",
    `100.${rng.int(64, 127)}.${rng.int(0, 255)}`,
  ]);
  return `${prefix}.${rng.int(1, 254)}`;
}

/** An address of a private network, around one prefix when given. */
export function privateV4(rng: Random, prefix = privatePrefix(rng)): string {
  return `${prefix}.${rng.int(2, 254)}`;
}

/** The first three octets of a private network. */
export function privatePrefix(rng: Random): string {
  const kind = rng.int(0, 3);
  if (kind === 0) return `10.${rng.int(0, 255)}.${rng.int(0, 255)}`;
  if (kind === 1) return `172.${rng.int(16, 31)}.${rng.int(0, 255)}`;
  return `192.168.${rng.pick([0, 1, 2, 10, 20, 50, 88, 100, 122, 178, rng.int(0, 255)])}`;
}

const group = (rng: Random) => rng.int(0, 0xffff).toString(16);

/** An IPv6 address as logs write it, shortened in the usual ways. */
export function publicV6(rng: Random): string {
  const prefix = `${rng.pick(["2001", "2003", "2400", "2600", "2601", "2606", "2607", "2620", "2800", "2804", "2a00", "2a01", "2a02", "2a03", "2a09", "240e", "2408", "2409"])}:${group(rng)}`;
  const shape = rng.int(0, 4);
  if (shape === 0) return `${prefix}::${rng.int(1, 0xfff).toString(16)}`;
  if (shape === 1) return `${prefix}:${group(rng)}::${group(rng)}`;
  if (shape === 2) return `${prefix}:${group(rng)}:${group(rng)}::1`;
  return `${prefix}:${group(rng)}:${group(rng)}:${group(rng)}:${group(rng)}:${group(rng)}:${group(rng)}`;
}

/** A source on the Internet: mostly IPv4. */
export function publicAddress(rng: Random, v6Share = 0.08): string {
  if (rng.chance(v6Share)) return publicV6(rng);
  return rng.chance(0.06) ? replacedV4(rng) : publicV4(rng);
}

/** Another address of the same network: what a crawler's pool, a botnet in one provider or a NAT shows. */
export function neighbour(rng: Random, address: string): string {
  if (address.includes(":")) return address.replace(/[0-9a-f]*$/, group(rng));
  return address.replace(/\d+$/, `${rng.int(1, 254)}`);
}

/** A hardware address. */
export function mac(rng: Random): string {
  const vendor = rng.pick([
    "00:16:3e",
    "52:54:00",
    "00:50:56",
    "00:0c:29",
    "02:42:ac",
    "b8:27:eb",
    "dc:a6:32",
    "3c:22:fb",
    "f0:9f:c2",
    "00:1b:21",
    "d8:bb:c1",
    "e4:5f:01",
  ]);
  return `${vendor}:${byte(rng)}:${byte(rng)}:${byte(rng)}`;
}

const byte = (rng: Random) => rng.int(0, 255).toString(16).padStart(2, "0");
