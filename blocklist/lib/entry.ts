/** What is on the list, and what was kept off it. */
import type { Offence } from "../../store/blocklist/offences.ts";
import type { IncidentSeverity } from "../../store/incidents/incident.ts";
import type { Network } from "./network.ts";

/** One address, of IPv6 its /64. */
export interface Entry {
  network: Network;
  /** Addresses of it that took part, the latest first: 16 at most. */
  addresses: string[];
  /** Of the most severe incident that it took part in. */
  class: string;
  severity: IncidentSeverity;
  /** Numbers of the incidents, the most severe first: 10 at most. */
  incidents: string[];
  /** Title of the first of them. Holds text out of logs: hostile. */
  title: string;
  events: number;
  /** Of these, those that got what they wanted. */
  succeeded: number;
  /** Event times. */
  first: Date;
  last: Date;
  /** Not before this time, by the clock, was it known. */
  known: Date;
  /** When it leaves the list. */
  until: Date;
}

/** Why something is not on the list, although it took part. */
export const WHY_KEPT = {
  special: "a private address, or one that stands for many",
  own: "this machine, its name servers, or whoever is logged in here",
  allowed: "on the allow list",
  proxy: "a proxy that is trusted to say for whom it connects",
  login: "logged in successfully",
  crawler: "a crawler that is what it claims to be",
  visitor: "visitors come from there",
  neighbours: "visitors come from its network",
} as const;
export type WhyKept = keyof typeof WHY_KEPT;

export interface Kept extends Entry {
  why: WhyKept;
}

const MOST_ADDRESSES = 16;
const MOST_INCIDENTS = 10;

/** @param offences of one network, the most severe first */
export function entryOf(network: Network, offences: readonly Offence[], expiryMs: number): Entry {
  const [worst] = offences as [Offence];
  const last = Math.max(...offences.map((each) => each.last.getTime()));
  return {
    network,
    addresses: unique(
      [...offences].sort((a, b) => b.last.getTime() - a.last.getTime()).map(({ ip }) => ip),
    ).slice(0, MOST_ADDRESSES),
    class: worst.class,
    severity: worst.severity,
    incidents: unique(offences.map(({ incident }) => incident)).slice(0, MOST_INCIDENTS),
    title: worst.title,
    // A crowd counts what its sources' own incidents count, too.
    events: Math.max(...offences.map(({ events }) => events)),
    succeeded: Math.max(...offences.map(({ succeeded }) => succeeded)),
    first: new Date(Math.min(...offences.map(({ first }) => first.getTime()))),
    last: new Date(last),
    known: new Date(Math.min(...offences.map(knownAt))),
    until: new Date(last + expiryMs),
  };
}

/** When a source was known. Incidents of a log that was read later are known from their first event on: the latest guess. */
function knownAt({ first, last, foundAt }: Offence): number {
  return foundAt > last ? first.getTime() : Math.max(first.getTime(), foundAt.getTime());
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
