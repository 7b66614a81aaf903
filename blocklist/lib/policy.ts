/** What is put on the list: which incidents, for how long, and whom never. */
import type { IncidentSeverity } from "../../store/incidents/incident.ts";
import { BlocklistError } from "../error.ts";
import { type Network, networkOf } from "./network.ts";

export interface Policy {
  /** Classes of incidents, and the least severity of each. */
  classes: Readonly<Record<string, IncidentSeverity>>;
  /** How long a source stays on the list after its last event. */
  expiryMs: number;
  /** Networks that are never blocked. */
  allow: readonly Network[];
  /** Entries at most. */
  most: number;
}

const MINUTE_MS = 60_000;
export const UNITS_MS = { m: MINUTE_MS, h: 60 * MINUTE_MS, d: 1440 * MINUTE_MS } as const;
/** ipset counts milliseconds in 32 bits: 24.8 days. */
export const MOST_EXPIRY_MS = 24 * UNITS_MS.d;
export const MOST_ENTRIES = 50_000;
export const SEVERITIES: readonly IncidentSeverity[] = ["low", "medium", "high", "critical"];

/**
 * Classes whose sources have shown that the address is theirs: a web request and a login take a TCP connection. Those of
 * packets (port-scan) and of queries by UDP (dns-…) can be sent in anybody's name, a name server's too. Of a crowd each
 * address did little, so that has to be serious.
 */
export const DEFAULT_POLICY: Policy = {
  classes: { scan: "low", "brute-force": "low", spraying: "medium", crowd: "medium" },
  expiryMs: UNITS_MS.d,
  allow: [],
  most: 10_000,
};

/** @throws BlocklistError for any other text than a number of minutes, hours or days as 30m, 24h, 7d */
export function durationMs(text: string): number {
  const [, number, unit] = /^([1-9]\d{0,5})([mhd])$/.exec(text) ?? [];
  const ms = Number(number) * UNITS_MS[unit as keyof typeof UNITS_MS];
  if (!(ms <= MOST_EXPIRY_MS))
    throw new BlocklistError(`"${text}" is no time of up to 24 days, as 30m, 24h or 7d`);
  return ms;
}

/** @throws BlocklistError for any other text than CLASS or CLASS=SEVERITY */
export function classOf(text: string): [name: string, least: IncidentSeverity] {
  const [, name, severity = "low"] = /^([a-z][a-z0-9-]{0,63})(?:=(.*))?$/.exec(text) ?? [];
  if (name === undefined) throw new BlocklistError(`"${text}" is no class of incidents, as scan`);
  if (!isSeverity(severity))
    throw new BlocklistError(`"${severity}" is no severity: it has to be ${SEVERITIES.join(", ")}`);
  return [name, severity];
}

function isSeverity(text: unknown): text is IncidentSeverity {
  return SEVERITIES.some((each) => each === text);
}

/** @throws BlocklistError for any other text than an address or a network */
export function allowedOf(text: string): Network {
  const network = networkOf(text);
  if (!network) throw new BlocklistError(`"${text}" is no address and no network as 198.51.100.0/24`);
  return network;
}

/** @throws BlocklistError */
export function mostOf(text: string): number {
  const most = Number(text);
  if (!/^\d{1,5}$/.test(text) || most < 1 || most > MOST_ENTRIES)
    throw new BlocklistError(`"${text}" is no number of entries from 1 to ${MOST_ENTRIES}`);
  return most;
}
