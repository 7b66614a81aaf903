/** nftables: sets whose elements end by themselves (nft(8), SETS). */
import type { Entry } from "../lib/entry.ts";
import { shortest } from "../lib/network.ts";
import { type Form, head, secondsLeft, text } from "./form.ts";

/** One transaction: a packet meets the old list or the new one. */
export const nftables: Form = {
  title: "nftables: sets blocked4 and blocked6 in the table `inet smartlog`, for `nft -f`; no rule",
  write: ({ entries, at }) => {
    const elements = (family: 4 | 6) => entries.filter(({ network }) => network.family === family);
    return text([
      ...head("#", "They block where a rule uses them: ip saddr @blocked4 drop; ip6 saddr @blocked6 drop"),
      "add table inet smartlog",
      "add set inet smartlog blocked4 { type ipv4_addr; flags timeout; }",
      "add set inet smartlog blocked6 { type ipv6_addr; flags interval, timeout; }",
      "flush set inet smartlog blocked4",
      "flush set inet smartlog blocked6",
      ...added("blocked4", elements(4), at),
      ...added("blocked6", elements(6), at),
    ]);
  },
};

function added(set: string, entries: readonly Entry[], at: Date): string[] {
  if (entries.length === 0) return [];
  const lines = entries.map(
    ({ network, until }) => `  ${shortest(network)} timeout ${secondsLeft(until, at)}s,`,
  );
  return [`add element inet smartlog ${set} {`, ...lines, "}"];
}
