/** Checks clients that claim to be a crawler, for the command and for the server. */
import { promises as dns } from "node:dns";
import type { Pool } from "pg";
import { type Claim, CRAWLER_NAMES, type Crawler, claimOf, crawlerNamed } from "../../crawlers/crawlers.ts";
import { type Ranges, readRanges } from "../../crawlers/ranges.ts";
import { isThere, type Resolver } from "../../crawlers/reverse.ts";
import { verify } from "../../crawlers/verify.ts";
import {
  type CheckedCrawler,
  claimsOf,
  type StoredCrawler,
  saveCrawlers,
  storedCrawlers,
} from "../../store/crawlers.ts";
import { UsageError } from "../lib/errors.ts";

export interface VerifyOptions {
  /** Looks at events of so many hours back. */
  hours: number;
  /** What makers publish, by crawler. */
  ranges: ReadonlyMap<Crawler, Ranges>;
  resolver: Resolver;
  now?: number;
}

export interface VerifyResult {
  /** Checked in this run, by status; others were checked lately. */
  verified: number;
  claimed: number;
  impostors: number;
  /** Of the claimed: the resolver gave no answer. They are asked again in the next run. */
  unanswered: number;
  /** Clients that were put off: the run took too long, or the resolver is away. */
  left: number;
  /** Whether the resolver is away. An address whose own name server keeps silent is no sign of that. */
  away: boolean;
}

const HOUR_MS = 3_600_000;
/**
 * How long a status holds. Addresses change hands, and names come late. Somewhat less than whole hours: a run that cron starts
 * each hour would else find what the last one wrote at its end still held.
 */
const HOLDS_MS = { verified: 167.5 * HOUR_MS, impostor: 23.5 * HOUR_MS, claimed: 0.5 * HOUR_MS };
const AT_ONCE = 8;
/** A run ends after as much: the rest is for the next. */
const MOST_RUN_MS = 10 * 60_000;
/** Look-ups without an answer, while none has one, from which on the resolver is away. */
const AWAY_AFTER = 32;
const LOOK_UP = { timeout: 2_000, tries: 2 };

/** A resolver with time limits. @param server `ADDRESS` or `ADDRESS:PORT`; the system's where left out */
export function resolverOf(server?: string): Resolver {
  const resolver = new dns.Resolver(LOOK_UP);
  if (server !== undefined) {
    try {
      resolver.setServers([server]);
    } catch {
      throw new UsageError(
        `${server} is no address of a resolver: 192.0.2.53, 192.0.2.53:5353, or [2001:db8::53]:53`,
      );
    }
  }
  return resolver;
}

/**
 * Reads files of ranges, given as `NAME=FILE`.
 *
 * @throws UsageError, CrawlerError
 */
export function rangesOf(given: readonly string[]): Map<Crawler, Ranges> {
  return new Map(
    given.map((text) => {
      const [, name, path] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
      if (name === undefined || path === undefined)
        throw new UsageError(
          `--ranges takes a crawler's name and a file, as GPTBot=gptbot.json, not ${text}`,
        );
      return [crawlerNamed(name), readRanges(path)] as const;
    }),
  );
}

/** Checks who claims to be a crawler and was not checked lately, and stores what it finds. */
export async function verifyBots(pool: Pool, options: VerifyOptions): Promise<VerifyResult> {
  const { hours, ranges, resolver, now = Date.now() } = options;
  const due = await dueOf(pool, hours, ranges, now);
  const result: VerifyResult = { verified: 0, claimed: 0, impostors: 0, unanswered: 0, left: 0, away: false };
  const found: CheckedCrawler[] = [];
  const until = performance.now() + MOST_RUN_MS;
  let isAnswered = false;
  let next = 0;
  const work = async () => {
    while (next < due.length && (isAnswered || result.unanswered < AWAY_AFTER) && performance.now() < until) {
      const { ip, claim, before } = due[next++] as Due;
      const outcome = await verify(ip, claim.crawler, ranges.get(claim.crawler), resolver, now);
      if (outcome.away) result.unanswered++;
      else if (outcome.method === "reverse-dns") isAnswered = true;
      result[outcome.status === "impostor" ? "impostors" : outcome.status]++;
      // What was found before holds until somebody answers.
      if (outcome.away && before) continue;
      const { status, method, host } = outcome;
      found.push({ ip, crawler: claim.name, status, method, host });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  result.left = due.length - next;
  result.away = result.unanswered > 0 && !isAnswered && !(await isThere(resolver));
  if (found.length > 0) await saveCrawlers(pool, found);
  return result;
}

/** A client to be checked, and what was found of it before. */
interface Due {
  ip: string;
  claim: Claim;
  before: StoredCrawler | undefined;
}

async function dueOf(
  pool: Pool,
  hours: number,
  ranges: VerifyOptions["ranges"],
  now: number,
): Promise<Due[]> {
  const claims = new Map<string, { ip: string; claim: Claim }>();
  for (const { ip, ua } of await claimsOf(pool, CRAWLER_NAMES, hours)) {
    const claim = claimOf(ua);
    const key = `${ip} ${claim?.name}`;
    if (claim && !claims.has(key)) claims.set(key, { ip, claim });
  }
  const addresses = [...new Set([...claims.values()].map(({ ip }) => ip))];
  const stored = new Map(
    (await storedCrawlers(pool, { addresses })).map((each) => [`${each.ip} ${each.crawler}`, each]),
  );
  return (
    [...claims]
      .map(([key, { ip, claim }]) => ({ ip, claim, before: stored.get(key) }))
      .filter(
        ({ claim, before }) =>
          !before ||
          now - before.checkedAt.getTime() >= HOLDS_MS[before.status] ||
          // Until now there was nothing to tell it by.
          (before.method === "none" && ranges.has(claim.crawler)),
      )
      // Whose own name server keeps silent must not keep others waiting each time.
      .sort((a, b) => Number(a.before?.status === "claimed") - Number(b.before?.status === "claimed"))
  );
}
