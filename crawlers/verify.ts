/** Whether a client is the crawler that it claims to be, by what the crawler's maker documents. */
import type { Crawler } from "./crawlers.ts";
import type { Ranges } from "./ranges.ts";
import { namesOf, type Resolver } from "./reverse.ts";

/** `claimed`: it can't be told, or nobody has looked. */
export type Status = "verified" | "claimed" | "impostor";

export interface Outcome {
  status: Status;
  /** What said so; `none` where the maker documents nothing that can be checked, or no list of ranges was given. */
  method: "reverse-dns" | "ranges" | "none";
  /** Name of the address; empty where it has none or none was asked for. */
  host: string;
  /** Whether the resolver gave no answer: nothing is known then, and it is to be asked again. */
  away: boolean;
}

/** A list that is older confirms, but accuses nobody: makers add ranges. */
const MAX_RANGES_AGE_MS = 14 * 86_400_000;

/**
 * Checks one address. Every way that the maker documents has to deny before it is an impostor; one that confirms is
 * enough.
 *
 * @param ranges what the maker publishes, where the user has it
 */
export async function verify(
  address: string,
  { domains, forward }: Crawler,
  ranges: Ranges | undefined,
  resolver: Resolver,
  now = Date.now(),
): Promise<Outcome> {
  if (ranges?.has(address)) return { status: "verified", method: "ranges", host: "", away: false };
  const isCurrent = ranges !== undefined && now - ranges.madeAt <= MAX_RANGES_AGE_MS;
  if (domains.length === 0) {
    if (isCurrent) return { status: "impostor", method: "ranges", host: "", away: false };
    return { status: "claimed", method: "none", host: "", away: false };
  }
  const names = await namesOf(address, domains, resolver);
  if (names.is === "away") return { status: "claimed", method: "reverse-dns", host: "", away: true };
  const found = { method: "reverse-dns", host: names.host, away: false } as const;
  if (names.is === "confirmed") return { status: "verified", ...found };
  // Anybody may give his address a name in the maker's domain.
  if (names.is === "unconfirmed" && !forward) return { status: "claimed", ...found };
  return { status: "impostor", ...found };
}
