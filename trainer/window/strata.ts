/** Strata of the window's sample: kinds of logs, each by what is known of its events. */
import type { WindowFacts } from "../../store/window.ts";
import type { Labels } from "./labels.ts";

/** Shares of a kind's examples, by class. */
const CLASS_SHARE = { positive: 0.3, negative: 0.25, suspect: 0.15, unlabelled: 0.3 } as const;
type Class = keyof typeof CLASS_SHARE | "corrected";
/** Least capacity of a stratum. */
const LEAST_ROWS = 50;

/**
 * Class of an event.
 *
 * @param labels by a labelling function; undefined where none matches
 * @param isSuspect whether the model in service called it an attack on arrival
 */
export function classOf(labels: Labels | undefined, isCorrected: boolean, isSuspect: boolean): Class {
  if (isCorrected) return "corrected";
  if (!labels) return isSuspect ? "suspect" : "unlabelled";
  return labels.threat === 1 || labels.bot === 1 || labels.anomaly === 1 ? "positive" : "negative";
}

/** Name of a stratum. */
export function stratumOf(kind: number, of: Class): string {
  return `${kind} ${of}`;
}

/**
 * Capacities of the strata: kinds share the rows by the roots of their numbers of events, classes by
 * {@link CLASS_SHARE}; annotated events are all kept.
 *
 * @param kinds names by number
 * @param rows of the whole sample
 * @param corrected how many events are annotated
 */
export function capacities(
  facts: WindowFacts,
  kinds: readonly string[],
  rows: number,
  corrected: number,
): (stratum: string) => number {
  const counts = Object.values(facts.kinds);
  const roots = counts.reduce((sum, n) => sum + Math.sqrt(n), 0);
  // Kinds in the store may be an older module's; every kind of this module gets half of an even share at least.
  const least = rows / Math.max(1, counts.length) / 2;
  return (stratum) => {
    const [kind = "", name = ""] = stratum.split(" ") as [string, Class];
    if (name === "corrected") return Math.max(1, corrected);
    const events = facts.kinds[kinds[Number(kind)] ?? ""] ?? 0;
    const ofKind = Math.max((rows * Math.sqrt(events)) / roots, least);
    return Math.max(LEAST_ROWS, Math.round(ofKind * CLASS_SHARE[name as keyof typeof CLASS_SHARE]));
  };
}
