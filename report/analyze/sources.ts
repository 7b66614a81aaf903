/** Sources that attack or guess, and what came of it. */
import ipaddr from "ipaddr.js";
import { claimOf } from "../../crawlers/crawlers.ts";
import type { SmartlogEvent } from "../../host/event.ts";
import { type Counted, TopCounter } from "./count/top.ts";
import { isAnswered, MAX_EXAMPLE_CHARACTERS, type ScoredLine, techniqueOf } from "./line.ts";
import { loginLineOf } from "./logins.ts";

/** A source of which at least one line was hostile. `count` is its hostile lines. */
export interface Source extends Counted {
  /** Lines of it that were not, since the first that was. */
  ordinary: number;
  attacks: number;
  /** Attacks that were answered 2xx. */
  answered: number;
  failedLogins: number;
  /** Lines beside these that say so, too; all there is of some logs. */
  besideLogins: number;
  /** Refused packets. */
  denied: number;
  /** Accounts that it tried; so many at most. */
  names: Set<string>;
  /** Seconds since the epoch. */
  first: number;
  last: number;
  techniques: Map<string, number>;
  /** Calls itself a crawler. */
  crawler: string;
  /** A hostile line, the gravest. */
  example: string;
  hit: string;
  score: number;
}

/** Sources that logged in, and so are never worth blocking. */
export interface Welcome extends Counted {
  user: string;
  at: number;
}

export interface BreakIn {
  source: string;
  user: string;
  at: number;
  example: string;
}

const SOURCES = 2_000;
const WELCOME = 2_000;
export const MAX_NAMES = 40;
const MAX_TECHNIQUES = 8;
const MAX_BREAK_INS = 50;
/** As the filter's reason attack:break-in. */
const BREAK_IN = "attack:break-in";

/** From so many attacks or failed logins on, of which half its lines are at least, a source is worth blocking. */
export const WORTH_ATTACKS = 5;
export const WORTH_FAILED_LOGINS = 10;

export class SourceFigures {
  readonly hostile = new TopCounter<Source>(SOURCES, newSource);
  readonly welcome = new TopCounter<Welcome>(WELCOME, () => ({ user: "", at: 0 }));
  /** Logins that succeeded after guessing, the first ones. */
  readonly breakIns: BreakIn[] = [];
  breakInCount = 0;

  add({ event, text }: ScoredLine): void {
    const { ip, why = [], outcome, kind, ts } = event;
    if (kind === "auth" && outcome === "success") this.#addSuccess(event, text, why);
    if (!ip) return;
    const isAttack = event.label === "attack";
    const isFailedLogin = kind === "auth" && outcome === "failure";
    const isDenied = event.action === "deny";
    if (!isAttack && !isFailedLogin && !isDenied) {
      const known = this.hostile.find(ip);
      if (known) known.ordinary++;
      return;
    }
    const source = this.hostile.add(ip);
    if (isAttack) this.#addAttack(source, event);
    if (isFailedLogin) {
      if (loginLineOf(event) === "beside") source.besideLogins++;
      else source.failedLogins++;
      if (event.user && source.names.size < MAX_NAMES) source.names.add(event.user);
    }
    if (isDenied) source.denied++;
    if (source.first === 0 || ts < source.first) source.first = ts;
    if (ts > source.last) source.last = ts;
    if (source.example !== "" && event.score <= source.score) return;
    source.score = event.score;
    source.example = text(MAX_EXAMPLE_CHARACTERS);
    // A crawler comes under one name; a look is dear.
    source.crawler ||= event.ua ? (claimOf(event.ua)?.name ?? "") : "";
    source.hit = event.hit ?? "";
  }

  /** Those that are worth blocking, the busiest first. */
  worthBlocking(): [address: string, source: Source][] {
    const found = [...this.hostile.entries()].filter(([address, source]) =>
      this.#isWorthBlocking(address, source),
    );
    return found.sort(([, a], [, b]) => b.count - a.count);
  }

  #isWorthBlocking(address: string, source: Source): boolean {
    const { attacks, ordinary, count, crawler } = source;
    const isMuch = attacks >= WORTH_ATTACKS || failedLoginsOf(source) >= WORTH_FAILED_LOGINS;
    return isMuch && ordinary <= count && crawler === "" && !this.welcome.find(address) && isPublic(address);
  }

  #addAttack(source: Source, event: SmartlogEvent): void {
    source.attacks++;
    if (event.kind === "web" && isAnswered(event)) source.answered++;
    const technique = techniqueOf(event);
    const known = source.techniques.get(technique);
    if (known !== undefined || source.techniques.size < MAX_TECHNIQUES)
      source.techniques.set(technique, (known ?? 0) + 1);
  }

  #addSuccess(event: SmartlogEvent, text: ScoredLine["text"], why: readonly string[]): void {
    const { ip = "", user = "", ts } = event;
    if (why.includes(BREAK_IN)) {
      this.breakInCount++;
      if (this.breakIns.length < MAX_BREAK_INS)
        this.breakIns.push({ source: ip, user, at: ts, example: text(MAX_EXAMPLE_CHARACTERS) });
      // Whoever guessed is no friend.
      return;
    }
    if (!ip) return;
    const welcome = this.welcome.add(ip);
    welcome.user = user;
    welcome.at = ts;
  }
}

export function failedLoginsOf({ failedLogins, besideLogins }: Source): number {
  return failedLogins || besideLogins;
}

/** Whether an address is on the Internet: not private, loopback, link-local or reserved. */
export function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "unicast";
}

function newSource(): Omit<Source, keyof Counted> {
  return {
    ordinary: 0,
    attacks: 0,
    answered: 0,
    failedLogins: 0,
    besideLogins: 0,
    denied: 0,
    names: new Set(),
    first: 0,
    last: 0,
    techniques: new Map(),
    crawler: "",
    example: "",
    hit: "",
    score: -1,
  };
}
