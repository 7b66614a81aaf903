/** Trusted proxies in a model: `PRXN` as the user named them, `PRXY` as ranges for the filter (filter/model/proxies.ts). */
import { Filter } from "../../host/filter.ts";
import { CDNS } from "./cdn-ranges.ts";
import { changeSections } from "./change.ts";
import { ModelError } from "./error.ts";
import { ADDRESS_BITS, networkOf } from "./network.ts";
import { type Sections, splitSections } from "./sections.ts";

/** Who may say for whom he connects. */
export interface TrustedProxies {
  /** Addresses, or networks as CIDR. */
  proxies: readonly string[];
  /** Names of {@link CDNS}. */
  cdns: readonly string[];
  /** Whether private, loopback and link-local addresses are among them. */
  own: boolean;
}

export const DEFAULT_PROXIES: TrustedProxies = { proxies: [], cdns: [], own: true };

const MAX_RANGES = 256;

/** First and last address, as numbers; IPv4 is mapped into IPv6. */
type Range = [first: bigint, last: bigint];

/** @throws ModelError where the text is neither an address nor a network */
function rangeOf(text: string): Range {
  const { first, bits } = networkOf(text);
  return [first, first + (1n << BigInt(ADDRESS_BITS - bits)) - 1n];
}

/** The ranges in order, those that touch as one. */
function merged(ranges: Range[]): Range[] {
  const out: Range[] = [];
  for (const [first, last] of ranges.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) {
    const before = out.at(-1);
    if (before && first <= before[1] + 1n) before[1] = last > before[1] ? last : before[1];
    else out.push([first, last]);
  }
  return out;
}

/** The filter's section of them. */
function encode({ proxies, cdns, own }: TrustedProxies): Buffer {
  const unknown = cdns.find((name) => !(name in CDNS));
  if (unknown !== undefined)
    throw new ModelError(
      `no CDN ${unknown} is known, only ${Object.keys(CDNS).join(", ")}: name its networks as trusted proxies`,
    );
  const ranges = merged([...proxies, ...cdns.flatMap((name) => CDNS[name]?.ranges ?? [])].map(rangeOf));
  if (ranges.length > MAX_RANGES)
    throw new ModelError(`there are ${ranges.length} networks of trusted proxies, ${MAX_RANGES} is the most`);
  const out = Buffer.alloc(8 + ranges.length * 32);
  out.writeUInt32LE(own ? 0 : 1, 0);
  out.writeUInt32LE(ranges.length, 4);
  const half = (1n << 64n) - 1n;
  ranges.flat().forEach((address, i) => {
    out.writeBigUInt64LE(address >> 64n, 8 + i * 16);
    out.writeBigUInt64LE(address & half, 16 + i * 16);
  });
  return out;
}

/** The trusted proxies in a model's sections; undefined where it was never given any. */
function proxiesOf(sections: Sections): TrustedProxies | undefined {
  const named = sections.get("PRXN");
  return named && (JSON.parse(named.toString()) as TrustedProxies);
}

/**
 * Puts trusted proxies into a model's sections, with today's ranges of their CDNs.
 *
 * @param given by default those in the sections
 * @throws ModelError where one is no address, no network or no CDN that is known
 */
export function putProxies(sections: Sections, given = proxiesOf(sections)): void {
  if (!given) return;
  sections.set("PRXN", Buffer.from(JSON.stringify(given)));
  sections.set("PRXY", encode(given));
}

/**
 * The trusted proxies in a module.
 *
 * @throws ModelError where the module has no sound model
 */
export function trustedProxies(module: Uint8Array): TrustedProxies {
  return proxiesOf(splitSections(Filter.load(module).modelBytes())) ?? DEFAULT_PROXIES;
}

/**
 * The module with other trusted proxies; parts that are absent stay.
 *
 * @throws ModelError where one is no address, no network or no CDN that is known
 */
export function withTrustedProxies(module: Uint8Array, change: Partial<TrustedProxies>): Buffer {
  return changeSections(module, (sections) =>
    putProxies(sections, { ...(proxiesOf(sections) ?? DEFAULT_PROXIES), ...change }),
  );
}
