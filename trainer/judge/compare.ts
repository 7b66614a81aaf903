/**
 * Comparison of a candidate with what it is held against on the same events, by set, kind and head: confidence intervals of
 * the difference, and which differences are findings among so many.
 */
import type { Random } from "../../simulate/lib/random.ts";
import type { Head } from "../model/model.ts";
import { certainty, type Sums } from "./bootstrap.ts";
import { largestFinding } from "./false-discovery.ts";
import type { JudgedSet, Judgement } from "./judged.ts";
import { type Measure, toleranceOf } from "./tolerance.ts";

/** Of the intervals that the report has. */
const CONFIDENCE = 0.995;
/** Comparisons of fewer events or groups are left out. */
const LEAST = { events: 60, groups: 6 };
/** Weight of a group at most, in events: ten thousand repetitions of one client are no ten thousand observations. */
const MOST_OF_GROUP = 50;

/** One comparison. */
export interface Difference {
  set: JudgedSet;
  kind: string;
  head: Head;
  measure: Measure;
  events: number;
  groups: number;
  /** Weighted means of the measure, of the model that is held against and of the candidate. */
  incumbent: number;
  candidate: number;
  /** Confidence interval of candidate less incumbent. */
  low: number;
  high: number;
  /** How likely so much worse would be by chance, one-sided; 1 where it is not worse by what matters. */
  p: number;
  /** Worse by what matters, and a finding among all comparisons. */
  isWorse: boolean;
  isBetter: boolean;
}

/** Sums over the events of one group. */
interface Group {
  events: number;
  incumbent: number;
  candidate: number;
}

/**
 * Compares both models.
 *
 * @param kinds names by number
 * @param thresholds scores from which on each head says yes
 * @param onlySuspects leaves out what is no worse by what matters, all but its number: for many candidates in a row
 */
export function compare(
  judgements: Iterable<Judgement>,
  kinds: readonly string[],
  thresholds: Record<Head, number>,
  rng: Random,
  onlySuspects = false,
): Difference[] {
  const differences: Difference[] = [];
  const pValues: number[] = [];
  for (const [key, groups] of groupsByComparison(judgements, kinds, thresholds)) {
    const [set, kind, head, measure] = key.split("\t") as [JudgedSet, string, Head, Measure];
    const sums = sumsOf(groups);
    if (sums.events < LEAST.events || groups.size < LEAST.groups) continue;
    const difference = differenceOf({ set, kind, head, measure }, sums, onlySuspects, rng.fork(key));
    pValues.push(difference?.p ?? 1);
    if (difference) differences.push(difference);
  }
  const largest = largestFinding(pValues);
  for (const difference of differences) difference.isWorse = difference.p <= largest;
  return differences;
}

type Groups = Map<number, Group>;

/** Groups of judged events, by set, kind, head and measure (separated by tabs), then by group number. */
function groupsByComparison(
  judgements: Iterable<Judgement>,
  kinds: readonly string[],
  thresholds: Record<Head, number>,
): Map<string, Groups> {
  const comparisons = new Map<string, Groups>();
  const groupOf = (key: string, number: number): Group => {
    const groups = comparisons.get(key) ?? new Map<number, Group>();
    comparisons.set(key, groups);
    const group = groups.get(number) ?? { events: 0, incumbent: 0, candidate: 0 };
    groups.set(number, group);
    return group;
  };
  for (const { set, kind, head, label, group: number, incumbent, candidate } of judgements) {
    const add = (measure: Measure, ofIncumbent: number, ofCandidate: number) => {
      const group = groupOf(`${set}\t${kinds[kind]}\t${head}\t${measure}`, number);
      group.events++;
      group.incumbent += ofIncumbent;
      group.candidate += ofCandidate;
    };
    const isYes = (score: number) => (score >= thresholds[head] ? 1 : 0);
    if (label) add("misses", 1 - isYes(incumbent), 1 - isYes(candidate));
    else add("false alarms", isYes(incumbent), isYes(candidate));
    if (head !== "anomaly") add("log loss", logLoss(incumbent, label), logLoss(candidate, label));
  }
  return comparisons;
}

function differenceOf(
  of: Pick<Difference, "set" | "kind" | "head" | "measure">,
  sums: Sums,
  onlySuspects: boolean,
  rng: Random,
): Difference | undefined {
  const total = sum(sums.weight);
  const incumbent = sum(sums.incumbent) / total;
  const candidate = sum(sums.candidate) / total;
  const change = candidate - incumbent;
  const tolerance = toleranceOf(of.set, of.measure, incumbent);
  const isSuspect = change > tolerance;
  if (onlySuspects && !isSuspect) return undefined;
  const { low, high, p } = certainty(sums, CONFIDENCE, rng);
  return {
    ...of,
    events: sums.events,
    groups: sums.weight.length,
    incumbent,
    candidate,
    low,
    high,
    p: isSuspect ? p : 1,
    isWorse: false,
    isBetter: high < 0 && -change > tolerance,
  };
}

function logLoss(score: number, label: 0 | 1): number {
  const p = Math.min(0.999, Math.max(0.001, score));
  return -Math.log(label ? p : 1 - p);
}

function sumsOf(groups: ReadonlyMap<number, Group>): Sums {
  const list = [...groups.values()];
  const share = (group: Group) => Math.min(1, MOST_OF_GROUP / group.events);
  return {
    weight: Float64Array.from(list, (group) => group.events * share(group)),
    incumbent: Float64Array.from(list, (group) => group.incumbent * share(group)),
    candidate: Float64Array.from(list, (group) => group.candidate * share(group)),
    events: list.reduce((total, group) => total + group.events, 0),
  };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
