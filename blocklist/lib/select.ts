/** Who is on the list. */
import type { Pool } from "pg";
import {
  crawlersAmong,
  logins,
  type Neighbourhood,
  proxiesOf,
  type Seen,
  seenOf,
  visitorsAround,
} from "../../store/blocklist/harmless.ts";
import { type Offence, offences } from "../../store/blocklist/offences.ts";
import { type Entry, entryOf, type Kept, type WhyKept } from "./entry.ts";
import {
  bounds,
  cidr,
  IPV6_PREFIX,
  type Network,
  NetworkSet,
  networkOf,
  unitOf,
  widened,
} from "./network.ts";
import { type Place, SPECIAL } from "./never.ts";
import { type Policy, UNITS_MS } from "./policy.ts";

/** What a server says and gives of the list. */
export interface BlocklistOptions {
  /** Asked each time that the list is made. */
  policy: () => Policy;
  place: Place;
}

export interface Blocklist {
  /** At which time. */
  at: Date;
  /** The most severe and the latest first. */
  entries: Entry[];
  /** Would be on it otherwise. */
  kept: Kept[];
  /** Were on it in the last week, may be still in somebody's firewall, and are not on it. */
  over: Entry[];
  /** Further entries, for which the policy has no room. */
  left: number;
}

/** How long before one is known as a visitor, as somebody who logged in, as a proxy. */
const VISITED_DAYS = 14;
const LOGGED_IN_DAYS = 30;
const PROXIED_DAYS = 2;
/** Visitors: so many requests that got something, and no more that are flagged. */
const VISITS = 20;
/** A network of people's: so many of its addresses are visitors'. Of IPv4; of IPv6 the /64 is one. */
const PEOPLES = { prefix: 24, visitors: 3 };
const OVER_MS = 7 * UNITS_MS.d;
/** Entries that are looked at for each that the list may have. */
const LOOKED_AT = 2;
/** Entries of one network that are looked at. */
const MOST_LISTED = 20;

/**
 * The list at a time: what was known then decides. Left out are the muted incidents and those that a person closed.
 *
 * @param pool as smartlog_read or more
 */
export async function blocklist(
  pool: Pool,
  policy: Policy,
  { own, proxies }: Place,
  at = new Date(),
): Promise<Blocklist> {
  const since = new Date(at.getTime() - policy.expiryMs - OVER_MS);
  const found = await offences(pool, { classes: policy.classes, since, until: at });
  const all = entriesOf(found, policy.expiryMs);
  const active = all.filter(({ until }) => until > at);
  const over = all.filter(({ until }) => until <= at);
  const looked = active.slice(0, LOOKED_AT * policy.most);
  const whys = await whysOf(pool, looked, { policy, own, proxies, at, when: () => at });
  const kept = looked.flatMap((entry, i) => (whys[i] ? [{ ...entry, why: whys[i] }] : []));
  const entries = looked.filter((_, i) => whys[i] === undefined);
  return {
    at,
    entries: entries.slice(0, policy.most),
    kept,
    over: [...kept, ...over],
    left: active.length - kept.length - Math.min(entries.length, policy.most),
  };
}

/** What the list says of one network, at a time: its entries, and those that were kept off it. */
export async function listing(
  pool: Pool,
  policy: Policy,
  { own, proxies }: Place,
  within: Network,
  at = new Date(),
): Promise<Pick<Blocklist, "entries" | "kept" | "over">> {
  const since = new Date(at.getTime() - policy.expiryMs - OVER_MS);
  const unit = within.family === 6 && within.prefix > IPV6_PREFIX ? widened(within, IPV6_PREFIX) : within;
  const found = await offences(pool, { classes: policy.classes, since, until: at, within: cidr(unit) });
  const all = entriesOf(found, policy.expiryMs);
  const active = all.filter(({ until }) => until > at).slice(0, MOST_LISTED);
  const whys =
    active.length === 0 ? [] : await whysOf(pool, active, { policy, own, proxies, at, when: () => at }, unit);
  return {
    entries: active.filter((_, i) => whys[i] === undefined),
    kept: active.flatMap((entry, i) => (whys[i] ? [{ ...entry, why: whys[i] }] : [])),
    over: all.filter(({ until }) => until <= at).slice(0, MOST_LISTED),
  };
}

/** By address, of IPv6 by /64; in the order of the offences. */
export function entriesOf(found: readonly Offence[], expiryMs: number): Entry[] {
  const byNetwork = new Map<string, { network: Network; offences: Offence[] }>();
  for (const offence of found) {
    const network = unitOf(offence.ip);
    const known = byNetwork.get(cidr(network));
    if (known) known.offences.push(offence);
    else byNetwork.set(cidr(network), { network, offences: [offence] });
  }
  return [...byNetwork.values()].map(({ network, offences }) => entryOf(network, offences, expiryMs));
}

interface Basis extends Place {
  policy: Policy;
  /** The clock; nothing later is looked at. */
  at: Date;
  /** Up to when something counts for an entry. */
  when: (entry: Entry) => Date;
}

/**
 * Why entries are kept off the list, by their place; undefined where nothing keeps them.
 *
 * @param within a network that all entries are in: then nothing of others is read
 */
export async function whysOf(
  pool: Pool,
  entries: readonly Entry[],
  { policy, own, proxies, at, when }: Basis,
  within?: Network,
): Promise<(WhyKept | undefined)[]> {
  const limits = entries.map(({ network }) => bounds(network));
  const earliest = new Date(Math.min(at.getTime(), ...entries.map((entry) => when(entry).getTime())));
  const spans = entries.map(when).map((until) => ({ since: before(until, VISITED_DAYS), until }));
  const [loggedIn, passing, crawlers, seen, around] = await Promise.all([
    logins(pool, { since: before(earliest, LOGGED_IN_DAYS), until: at }, within && bounds(within)).then(
      firstByUnit,
    ),
    proxiesOf(pool, { since: before(at, PROXIED_DAYS), until: at }),
    crawlersAmong(pool, limits),
    seenOf(pool, limits, spans),
    visitorsAround(pool, entries.map(neighbourhoodOf), spans),
  ]);
  const sets: readonly [WhyKept, NetworkSet][] = [
    ["special", new NetworkSet(SPECIAL)],
    ["own", new NetworkSet(own)],
    ["allowed", new NetworkSet(policy.allow)],
    ["proxy", new NetworkSet([...proxies, ...read(passing)])],
  ];
  return entries.map((entry, i) => {
    const { network } = entry;
    const [why] = sets.find(([, set]) => set.touches(network)) ?? [];
    if (why) return why;
    if ((loggedIn.get(cidr(network)) ?? at) < when(entry)) return "login";
    if (crawlers.has(i)) return "crawler";
    if (isVisited(seen[i] as Seen)) return "visitor";
    return network.family === 4 && (around[i] as number) >= PEOPLES.visitors ? "neighbours" : undefined;
  });
}

/** Whether visitors are behind a network. */
export function isVisited({ ordinary, flagged }: Pick<Seen, "ordinary" | "flagged">): boolean {
  return ordinary >= VISITS && ordinary >= flagged;
}

function neighbourhoodOf({ network }: Entry): Neighbourhood {
  const wide = network.family === 4 ? widened(network, PEOPLES.prefix) : network;
  return { address: network.address, bounds: bounds(wide) };
}

function firstByUnit(loggedIn: ReadonlyMap<string, Date>): Map<string, Date> {
  const units = new Map<string, Date>();
  for (const [ip, first] of loggedIn) {
    const unit = cidr(unitOf(ip));
    const known = units.get(unit);
    if (!known || first < known) units.set(unit, first);
  }
  return units;
}

function before(time: Date, days: number): Date {
  return new Date(time.getTime() - days * UNITS_MS.d);
}

function read(addresses: Iterable<string>): Network[] {
  return [...addresses].flatMap((each) => networkOf(each) ?? []);
}
