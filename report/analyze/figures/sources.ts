import type { Analysis } from "../analysis.ts";
import { failedLoginsOf, MAX_NAMES, type Source } from "../sources.ts";
import { isoOf } from "./iso.ts";

export interface HostileJson {
  address: string;
  attacks: number;
  /** Attacks that were answered 2xx. */
  answered: number;
  failed_logins: number;
  denied: number;
  /** Accounts that it tried: at least so many. */
  names: number;
  ordinary: number;
  technique: string;
  first: string | null;
  last: string | null;
  /** The crawler that it calls itself. */
  crawler: string;
  hit: string;
  example: string;
}

export interface SourceJson {
  /** Sources with at least one attack, failed login or refused packet, of those that are held. */
  hostile_count: number;
  /** Of these so many are worth blocking. */
  worth_blocking_count: number;
  worth_blocking: HostileJson[];
  /** Logins that succeeded after guessing. */
  break_in_count: number;
  break_ins: { source: string; user: string; at: string | null; example: string }[];
  /** Others had at most so many hostile lines; 0: all is exact. */
  error: number;
}

export function sourceFigures({ sources }: Analysis, most: number): SourceJson {
  const worth = sources.worthBlocking();
  return {
    hostile_count: sources.hostile.size,
    worth_blocking_count: worth.length,
    worth_blocking: worth.slice(0, most).map(([address, source]) => hostileJson(address, source)),
    break_in_count: sources.breakInCount,
    break_ins: sources.breakIns
      .slice(0, most)
      .map(({ source, user, at, example }) => ({ source, user, at: isoOf(at), example })),
    error: sources.hostile.missed,
  };
}

function hostileJson(address: string, source: Source): HostileJson {
  const [technique = ""] = [...source.techniques].sort(([, a], [, b]) => b - a)[0] ?? [];
  return {
    address,
    attacks: source.attacks,
    answered: source.answered,
    failed_logins: failedLoginsOf(source),
    denied: source.denied,
    names: Math.min(MAX_NAMES, source.names.size),
    ordinary: source.ordinary,
    technique,
    first: isoOf(source.first),
    last: isoOf(source.last),
    crawler: source.crawler,
    hit: source.hit,
    example: source.example,
  };
}
