/** Requests: who came, what for, how it ended, how long it took. */
import { claimOf } from "../../crawlers/crawlers.ts";
import { robotOf } from "../../crawlers/robot-of.ts";
import type { SmartlogEvent } from "../../host/event.ts";
import type { Day, Place } from "./count/calendar.ts";
import { type Distinct, type DistinctBudget, hashOf } from "./count/distinct.ts";
import { COARSE, Durations } from "./count/durations.ts";
import { type Counted, TopCounter } from "./count/top.ts";

/** Who sent a request, as the filter sees it by this line and what went before. */
export type Sender = "people" | "robots" | "attacks";

/** A page, a file, or what was not found. */
export interface Target extends Counted {
  people: number;
  bytes: number;
  errors: number;
  durations: Durations;
  /** Where somebody followed a link from. */
  referrer: string;
}

export interface Client extends Counted {
  people: number;
  bytes: number;
}

export interface Robot extends Counted {
  /** What it comes for: search, ai, …; empty where nobody knows it. */
  group: string;
  bytes: number;
  /** Answers 4xx. */
  refused: number;
  addresses: Distinct;
  /** One of its user agents. */
  agent: string;
}

/** An address that claims to be a crawler whose maker says how to tell. */
export interface Claimant extends Counted {
  address: string;
  agent: string;
  /** Its name among the robots. */
  robot: string;
}

const TARGETS = 2_000;
const CLIENTS = 2_000;
const ROBOTS = 300;
const CLAIMANTS = 500;
/** Names of agents that were looked up are kept, so many at most: the same few come all day. */
const MAX_KNOWN_AGENTS = 2_000;
const MAX_REFERRER_CHARACTERS = 200;
const MAX_AGENT_CHARACTERS = 300;

/** Files that a page brings along, or that are fetched for themselves; as GoAccess has them by default. */
const FILE =
  /\.(?:css|js|mjs|map|jpe?g|png|gif|ico|svg|webp|avif|bmp|tiff?|swf|woff2?|ttf|otf|eot|pdf|csv|docx?|xlsx?|pptx?|txt|mpe?g|mp[34]|webm|ogg|wav|flv|zip|gz|xz|bz2|tar|tgz|rar|iso|dmg|exe|msi|deb|rpm|zst)$/i;

/** What a robot without a name is called. */
export const DISGUISED = "in a browser's name";
export const NAMELESS = "without a known name";

export class WebFigures {
  requests = 0;
  bytes = 0;
  readonly bySender: Record<Sender, { requests: number; bytes: number }> = {
    people: { requests: 0, bytes: 0 },
    robots: { requests: 0, bytes: 0 },
    attacks: { requests: 0, bytes: 0 },
  };
  /** By code; 0 where the line has none. */
  readonly statuses = new Map<number, number>();
  readonly durations = new Durations();
  /** Over all days. */
  readonly visitors: Distinct;
  readonly robotVisitors: Distinct;
  readonly addresses: Distinct;
  readonly pages = new TopCounter<Target>(TARGETS, newTarget);
  readonly files = new TopCounter<Target>(TARGETS, newTarget);
  readonly notFound = new TopCounter<Target>(TARGETS, newTarget);
  readonly hosts = new TopCounter<Client>(CLIENTS, newClient);
  readonly agents = new TopCounter<Client>(CLIENTS, newClient);
  readonly referrers = new TopCounter<Client>(CLIENTS, newClient);
  readonly sites = new TopCounter<Client>(CLIENTS, newClient);
  readonly robots: TopCounter<Robot>;
  readonly claimants = new TopCounter<Claimant>(CLAIMANTS, () => ({
    address: "",
    agent: "",
    robot: "",
  }));
  readonly #known = new Map<string, { name: string; group: string; isClaim: boolean }>();

  constructor(budget: DistinctBudget) {
    this.visitors = budget.counter();
    this.robotVisitors = budget.counter();
    this.addresses = budget.counter();
    const make = () => ({ group: "", bytes: 0, refused: 0, addresses: budget.counter(), agent: "" });
    this.robots = new TopCounter<Robot>(ROBOTS, make, ({ addresses }) => budget.forget(addresses));
  }

  add(event: SmartlogEvent, { day, hour }: Place): void {
    const { status = 0, bytes = 0, ip = "" } = event;
    const ua = agentOf(event);
    const sender = senderOf(event);
    this.requests++;
    this.bytes += bytes;
    day.requests++;
    day.bytes += bytes;
    day.add(hour, sender);
    if (status >= 500) day.add(hour, "errors");
    this.bySender[sender].requests++;
    this.bySender[sender].bytes += bytes;
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    if (event.ms !== undefined) this.durations.add(event.ms);
    this.#addVisitor(`${ip} ${ua}`, ip, day, sender, status);
    this.#addTarget(event, sender);
    const isPerson = sender === "people";
    if (ip) addTo(this.hosts.add(ip), isPerson, bytes);
    if (event.host) addTo(this.sites.add(event.host), isPerson, bytes);
    addTo(this.agents.add(ua === "" ? "-" : ua), isPerson, bytes);
    const referrer = siteOf(event.ref);
    if (referrer) addTo(this.referrers.add(referrer), isPerson, bytes);
    if (sender !== "people") this.#addRobot(event, sender);
  }

  /** As GoAccess counts: who was refused (4xx) is no visitor by that. */
  #addVisitor(visitor: string, ip: string, day: Day, sender: Sender, status: number): void {
    const hash = hashOf(visitor);
    if (ip) this.addresses.add(hashOf(ip));
    if (status >= 400 && status < 500) return;
    this.visitors.add(hash);
    day.visitors.add(hash);
    if (sender === "people") return;
    this.robotVisitors.add(hash);
    day.robots.add(hash);
  }

  #addTarget(event: SmartlogEvent, sender: Sender): void {
    const { path = "", status = 0, bytes = 0, ms, ref } = event;
    const query = path.indexOf("?");
    const target = query < 0 ? path : path.slice(0, query);
    const counter = status === 404 ? this.notFound : FILE.test(target) ? this.files : this.pages;
    const entry = counter.add(target === "" ? "-" : target);
    entry.bytes += bytes;
    if (status >= 500) entry.errors++;
    if (ms !== undefined) entry.durations.add(ms);
    if (sender !== "people") return;
    entry.people++;
    if (ref && ref !== "-") entry.referrer = Buffer.from(ref.slice(0, MAX_REFERRER_CHARACTERS)).toString();
  }

  #addRobot(event: SmartlogEvent, sender: Sender): void {
    const { ip = "", bytes = 0, status = 0 } = event;
    const ua = agentOf(event);
    const known = this.#knownAgent(ua);
    // An attack under a browser's name is told with the attacks.
    if (sender === "attacks" && known.group === "") return;
    const entry = this.robots.add(known.name);
    entry.group = known.group;
    entry.bytes += bytes;
    if (status >= 400 && status < 500) entry.refused++;
    entry.addresses.add(hashOf(ip));
    entry.agent ||= ua;
    if (!known.isClaim) return;
    const claimant = this.claimants.add(`${ip} ${known.name}`);
    claimant.address ||= ip;
    claimant.agent ||= ua;
    claimant.robot = known.name;
  }

  #knownAgent(ua: string): { name: string; group: string; isClaim: boolean } {
    const known = this.#known.get(ua);
    if (known) return known;
    if (this.#known.size >= MAX_KNOWN_AGENTS) this.#known.clear();
    const robot = robotOf(ua);
    const claim = claimOf(ua);
    const name = robot?.written ?? claim?.name ?? (/^Mozilla\/\d/.test(ua) ? DISGUISED : NAMELESS);
    const made = { name, group: robot?.group ?? "", isClaim: claim !== undefined };
    this.#known.set(ua, made);
    return made;
  }
}

export function senderOf({ label }: SmartlogEvent): Sender {
  if (label === "attack") return "attacks";
  return label === "bot" ? "robots" : "people";
}

/** Of a longer one its beginning, as a copy: it is kept. */
function agentOf({ ua = "" }: SmartlogEvent): string {
  return ua.length > MAX_AGENT_CHARACTERS ? Buffer.from(ua.slice(0, MAX_AGENT_CHARACTERS)).toString() : ua;
}

function newTarget(): Omit<Target, keyof Counted> {
  return { people: 0, bytes: 0, errors: 0, durations: new Durations(COARSE), referrer: "" };
}

function newClient(): Omit<Client, keyof Counted> {
  return { people: 0, bytes: 0 };
}

function addTo(client: Client, isPerson: boolean, bytes: number): void {
  client.bytes += bytes;
  if (isPerson) client.people++;
}

/** The host that a referrer names; empty where it names none. */
function siteOf(referrer = ""): string {
  return /^[a-z][a-z0-9+.-]*:\/\/([^/?#\s]+)/i.exec(referrer)?.[1]?.toLowerCase() ?? "";
}
