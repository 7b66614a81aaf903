/** Address ranges that a crawler's maker publishes, out of a file that the user has got. */
import { readFileSync, statSync } from "node:fs";
import { BlockList, isIP } from "node:net";
import { CrawlerError } from "./error.ts";

export interface Ranges {
  /** Whether an address, as text, is in one of them. */
  has(address: string): boolean;
  /** Number of ranges. */
  count: number;
  /** When they were made, or the file was written; milliseconds since the epoch. */
  madeAt: number;
}

/** As Google, Bing, Apple, OpenAI and others write theirs. */
interface Published {
  creationTime?: string;
  prefixes: { ipv4Prefix?: string; ipv6Prefix?: string }[];
}

/**
 * Reads a list: JSON with `prefixes` of `ipv4Prefix` and `ipv6Prefix`, or text with a range or an address a line (`#`
 * begins a comment).
 *
 * @throws CrawlerError where the file can't be read, or is neither
 */
export function readRanges(path: string): Ranges {
  let text: string;
  let madeAt: number;
  try {
    text = readFileSync(path, "utf8");
    madeAt = statSync(path).mtimeMs;
  } catch (cause) {
    throw new CrawlerError(`the ranges in ${path} can't be read: ${(cause as Error).message}`, { cause });
  }
  const { prefixes, creationTime } = /^\s*\{/.test(text)
    ? published(text, path)
    : { prefixes: linesOf(text) };
  const list = new BlockList();
  for (const prefix of prefixes) add(list, prefix, path);
  if (prefixes.length === 0) throw new CrawlerError(`${path} has no address range`);
  const stated = Date.parse(creationTime ?? "");
  return {
    has: (address) => list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4"),
    count: prefixes.length,
    madeAt: Number.isNaN(stated) ? madeAt : stated,
  };
}

function published(text: string, path: string): { prefixes: string[]; creationTime?: string } {
  let read: Published;
  try {
    read = JSON.parse(text) as Published;
  } catch (cause) {
    throw new CrawlerError(`${path} is no JSON: ${(cause as Error).message}`, { cause });
  }
  if (!Array.isArray(read.prefixes)) throw new CrawlerError(`${path} has no list "prefixes"`);
  const prefixes = read.prefixes.map((each) => String(each?.ipv4Prefix ?? each?.ipv6Prefix));
  return { prefixes, ...(typeof read.creationTime === "string" ? { creationTime: read.creationTime } : {}) };
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter((line) => line !== "");
}

function add(list: BlockList, prefix: string, path: string): void {
  const [address = "", bits, ...rest] = prefix.split("/");
  const version = isIP(address);
  const most = version === 6 ? 128 : 32;
  const length = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  // Of length 0 every address would be the crawler's.
  if (version === 0 || rest.length > 0 || length < 1 || length > most)
    throw new CrawlerError(`${path}: ${prefix.slice(0, 100)} is no address range`);
  list.addSubnet(address, length, version === 6 ? "ipv6" : "ipv4");
}
