import type { Analysis } from "../analysis.ts";
import type { Day } from "../count/calendar.ts";
import type { Durations } from "../count/durations.ts";
import type { Client, Sender, Target } from "../web.ts";
import { type BrowserJson, browsersOf, systemsOf } from "./browsers.ts";
import { type CountryJson, countriesOf } from "./countries.ts";
import { type DistinctJson, distinctOf, type List, listOf } from "./list.ts";

export interface DayJson {
  day: string;
  requests: number;
  bytes: number;
  people: number;
  robots: number;
  attacks: number;
  /** Answers 5xx. */
  errors: number;
  /** Different addresses with their agents that were answered other than 4xx, robots included. */
  visitors: DistinctJson;
  /** Those of them that no line shows to be a robot. */
  people_visitors: number;
}

/** Milliseconds. */
export interface DurationJson {
  requests: number;
  mean: number | null;
  p50: number | null;
  p90: number | null;
  p95: number | null;
  p99: number | null;
  most: number | null;
}

export interface TargetJson {
  people: number;
  bytes: number;
  errors: number;
  p95: number | null;
  referrer: string;
}

export interface ClientJson {
  people: number;
  bytes: number;
}

export interface RobotJson {
  /** What it comes for; empty where nobody knows it. */
  group: string;
  bytes: number;
  refused: number;
  addresses: DistinctJson;
  agent: string;
  /** Addresses that claim to be this crawler, by what was found of them; none where nobody looked, or nothing can be looked for. */
  checked?: { verified: number; claimed: number; impostor: number };
}

export interface WebJson {
  requests: number;
  bytes: number;
  by_sender: Record<Sender, { requests: number; bytes: number }>;
  visitors: DistinctJson;
  people_visitors: number;
  addresses: DistinctJson;
  days: DayJson[];
  statuses: { status: number; count: number }[];
  durations: DurationJson;
  pages: List<TargetJson>;
  files: List<TargetJson>;
  not_found: List<TargetJson>;
  slowest: List<TargetJson>;
  failing: List<TargetJson>;
  robots: List<RobotJson>;
  referrers: List<ClientJson>;
  sites: List<ClientJson>;
  hosts: List<ClientJson & { country: string }>;
  agents: List<ClientJson>;
  browsers: BrowserJson[];
  systems: BrowserJson[];
  countries: CountryJson[];
}

/** A page that is asked for less often is slow by chance. */
const LEAST_TIMED = 10;

export function webFigures({ web, calendar }: Analysis, most: number): WebJson | null {
  if (web.requests === 0) return null;
  const target = ({ people, bytes, errors, durations, referrer }: Target): TargetJson => ({
    people,
    bytes,
    errors,
    p95: durations.percentile(0.95),
    referrer,
  });
  const client = ({ people, bytes }: Client): ClientJson => ({ people, bytes });
  const countries = countriesOf(web.hosts);
  return {
    requests: web.requests,
    bytes: web.bytes,
    by_sender: web.bySender,
    visitors: distinctOf(web.visitors),
    people_visitors: Math.max(0, web.visitors.count - web.robotVisitors.count),
    addresses: distinctOf(web.addresses),
    days: calendar.days.filter(({ requests }) => requests > 0).map(dayJson),
    statuses: [...web.statuses].sort(([a], [b]) => a - b).map(([status, count]) => ({ status, count })),
    durations: durationJson(web.durations),
    pages: listOf(web.pages, most, target),
    files: listOf(web.files, most, target),
    not_found: listOf(web.notFound, most, target),
    slowest: listOf(web.pages, most, target, ({ durations }) =>
      durations.count < LEAST_TIMED ? 0 : (durations.percentile(0.95) ?? 0),
    ),
    failing: listOf(web.pages, most, target, ({ errors }) => errors),
    robots: listOf(web.robots, most, ({ group, bytes, refused, addresses, agent }) => ({
      group,
      bytes,
      refused,
      addresses: distinctOf(addresses),
      agent,
    })),
    referrers: listOf(web.referrers, most, client),
    sites: listOf(web.sites, most, client),
    hosts: listOf(web.hosts, most, (entry, name) => ({
      ...client(entry),
      country: countries.of.get(name) ?? "",
    })),
    agents: listOf(web.agents, most, client),
    browsers: browsersOf(web.agents, most),
    systems: systemsOf(web.agents, most),
    countries: countries.totals.slice(0, most),
  };
}

function dayJson(day: Day): DayJson {
  return {
    day: day.name,
    requests: day.requests,
    bytes: day.bytes,
    people: day.total("people"),
    robots: day.total("robots"),
    attacks: day.requests - day.total("people") - day.total("robots"),
    errors: day.total("errors"),
    visitors: distinctOf(day.visitors),
    people_visitors: Math.max(0, day.visitors.count - day.robots.count),
  };
}

function durationJson(durations: Durations): DurationJson {
  const at = (share: number) => durations.percentile(share);
  return {
    requests: durations.count,
    mean: durations.mean,
    p50: at(0.5),
    p90: at(0.9),
    p95: at(0.95),
    p99: at(0.99),
    most: durations.most,
  };
}
