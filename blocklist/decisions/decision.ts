/**
 * Entries as CrowdSec's bouncers know them: decisions of its local API (localapi_swagger.yaml of crowdsecurity/crowdsec,
 * definition Decision).
 */
import { createHash } from "node:crypto";
import type { Entry } from "../lib/entry.ts";
import { cidr } from "../lib/network.ts";

export interface Decision {
  /** The same for the same scope and value. */
  id: number;
  origin: "smartlog";
  type: "ban";
  scope: "Ip" | "Range";
  value: string;
  /** Class of the incident, as smartlog/scan. */
  scenario: string;
  until: Date;
}

/** A decision as it is sent. */
export type SentDecision = Omit<Decision, "until"> & { duration: string };

/**
 * An address, or the /64 of one of IPv6. With the /64 go its addresses that took part: the firewall bouncer's sets of nftables hold
 * addresses only, and it takes a range for its first one.
 */
export function decisionsOf({ network, addresses, class: name, until }: Entry): Decision[] {
  const made = (scope: Decision["scope"], value: string): Decision => ({
    id: idOf(scope, value),
    origin: "smartlog",
    type: "ban",
    scope,
    value,
    scenario: `smartlog/${name}`,
    until,
  });
  if (network.family === 4) return [made("Ip", network.address)];
  return [made("Range", cidr(network)), ...addresses.map((address) => made("Ip", address))];
}

/** @param now the bouncer counts from its own clock, so only what is left is said */
export function sent({ until, ...decision }: Decision, now: Date): SentDecision {
  return { ...decision, duration: goDuration(Math.max(0, until.getTime() - now.getTime())) };
}

/** As Go writes a time.Duration, whole seconds: 3h59m12s. Bouncers in Lua read no other order, and no sign. */
export function goDuration(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${h > 0 ? `${h}h` : ""}${h > 0 || m > 0 ? `${m}m` : ""}${s}s`;
}

/** 48 bits of a hash: PHP and JavaScript read no longer numbers. */
function idOf(scope: string, value: string): number {
  return createHash("sha256").update(`${scope} ${value}`).digest().readUIntBE(0, 6);
}
