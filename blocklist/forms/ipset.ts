/** ipset: a file for `ipset restore` (ipset(8)). */
import type { Entry } from "../lib/entry.ts";
import { shortest } from "../lib/network.ts";
import { type Form, head, secondsLeft, text } from "./form.ts";

/** More than the list may have. Always the same: `create -exist` refuses a set that is there with another. */
const MOST = 65_536;

/** Sets are filled beside those in use and take their place at once. */
export const ipset: Form = {
  title: "ipset: sets smartlog4 and smartlog6, for `ipset restore`; no rule",
  write: ({ entries, at }) => {
    return text([
      ...head(
        "#",
        "They block where a rule uses them: iptables -I INPUT -m set --match-set smartlog4 src -j DROP",
      ),
      ...replaced(
        "smartlog4",
        "inet",
        entries.filter(({ network }) => network.family === 4),
        at,
      ),
      ...replaced(
        "smartlog6",
        "inet6",
        entries.filter(({ network }) => network.family === 6),
        at,
      ),
    ]);
  },
};

function replaced(set: string, family: string, entries: readonly Entry[], at: Date): string[] {
  const made = `hash:net family ${family} maxelem ${MOST} timeout 0`;
  return [
    `create ${set} ${made} -exist`,
    `create ${set}new ${made} -exist`,
    `flush ${set}new`,
    ...entries.map(
      ({ network, until }) => `add ${set}new ${shortest(network)} timeout ${secondsLeft(until, at)}`,
    ),
    `swap ${set}new ${set}`,
    `destroy ${set}new`,
  ];
}
