/** Addresses and networks as numbers, as the filter compares them (filter/text/address-value.ts). */
import ipaddr from "ipaddr.js";
import { ModelError } from "./error.ts";

export const ADDRESS_BITS = 128;
const IPV4_PREFIX_BITS = 96;

export interface Network {
  /** First address; IPv4 is mapped into IPv6. */
  first: bigint;
  /** Bits of its addresses that are alike, of 128. */
  bits: number;
}

/**
 * @param text an address, or a network as CIDR
 * @throws ModelError where it is neither
 */
export function networkOf(text: string): Network {
  try {
    const cidr = text.includes("/")
      ? text
      : `${text}/${ipaddr.parse(text).kind() === "ipv4" ? 32 : ADDRESS_BITS}`;
    const [address, prefix] = ipaddr.parseCIDR(cidr);
    const isIpv4 = address instanceof ipaddr.IPv4;
    if (isIpv4 && !ipaddr.IPv4.isValidFourPartDecimal(cidr.split("/")[0] as string))
      throw new Error("a part is missing");
    const bytes = (isIpv4 ? address.toIPv4MappedAddress() : (address as ipaddr.IPv6)).toByteArray();
    const number = BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
    const bits = prefix + (isIpv4 ? IPV4_PREFIX_BITS : 0);
    const free = BigInt(ADDRESS_BITS - bits);
    return { first: (number >> free) << free, bits };
  } catch {
    throw new ModelError(
      `${JSON.stringify(text)} is no address and no network, as 203.0.113.7 or 2001:db8::/32`,
    );
  }
}
