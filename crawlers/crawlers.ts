/** Crawlers whose makers say how to tell theirs from impostors (crawlers.yaml). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { PACKAGE_ROOT } from "../host/module.ts";
import { CrawlerError } from "./error.ts";

export interface Crawler {
  maker: string;
  /** Names by which it calls itself. */
  agent: string[];
  /** Domains of its addresses' names; empty where the maker names none. */
  domains: string[];
  /** Whether those names lead back to the addresses. */
  forward: boolean;
  /** Where the maker publishes its addresses. */
  ranges?: string;
  documentation: string;
}

/** A user agent's claim to be a crawler. */
export interface Claim {
  crawler: Crawler;
  /** Which of its names it is, as crawlers.yaml has it. */
  name: string;
}

interface Entry extends Omit<Crawler, "domains" | "forward"> {
  domains?: string[];
  forward?: boolean;
  unless?: string;
}

const FILE = join(PACKAGE_ROOT, "crawlers", "crawlers.yaml");
const entries = parse(readFileSync(FILE, "utf8")) as Entry[];

/** A name as a word of its own, in a user agent. */
const asWord = (name: string) =>
  new RegExp(`(?<![A-Za-z0-9_])${name.replace(/[.*+?^$|()[\]{}\\]/g, "\\$&")}(?![A-Za-z0-9_])`, "i");

const known = entries.flatMap(({ unless, ...entry }) => {
  const crawler: Crawler = { domains: [], forward: true, ...entry };
  return crawler.agent.map((name) => ({
    crawler,
    name,
    word: asWord(name),
    ...(unless === undefined ? {} : { unless: asWord(unless) }),
  }));
});

/** Names of all crawlers. */
export const CRAWLER_NAMES: readonly string[] = known.map(({ name }) => name);

/** The crawler that a user agent claims to be; undefined where it is none that can be told by its maker's word. */
export function claimOf(userAgent: string): Claim | undefined {
  const found = known.find(({ word, unless }) => word.test(userAgent) && !unless?.test(userAgent));
  return found && { crawler: found.crawler, name: found.name };
}

/**
 * The name that a user gave, as crawlers.yaml has it.
 *
 * @throws CrawlerError where no crawler is called so
 */
export function crawlerNamed(name: string): Crawler {
  const found = known.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (!found) throw new CrawlerError(`no crawler is called ${name}; there are ${CRAWLER_NAMES.join(", ")}`);
  return found.crawler;
}
