/**
 * Comparison of both models on the same events, by set, kind and head, with confidence intervals of the difference: a
 * Poisson bootstrap (Efron 1979) over groups of events that tend to be right or wrong together.
 */
import type { Random } from "../../simulate/lib/random.ts";
import type { Head } from "../model/model.ts";
import type { JudgedSet, Judgements } from "./judged.ts";

type Measure = "misses" | "false alarms" | "log loss";

/** Smaller differences do not matter, however certain; of the log loss neither do small relative ones. */
const TOLERANCE: Record<Measure, number> = { misses: 0.005, "false alarms": 0.002, "log loss": 0.02 };
const RELATIVE_TOLERANCE: Record<Measure, number> = { misses: 0, "false alarms": 0, "log loss": 0.15 };
/** Of each of some eighty comparisons: a harmless candidate is seldom refused by chance. */
const CONFIDENCE = 0.995;
const RESAMPLES = 600;
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
  /** Weighted means of the measure. */
  incumbent: number;
  candidate: number;
  /** Confidence interval of candidate less incumbent. */
  low: number;
  high: number;
  isWorse: boolean;
  isBetter: boolean;
}

/** Weighted sums of each group. */
interface Sums {
  weight: Float64Array;
  incumbent: Float64Array;
  candidate: Float64Array;
  events: number;
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
 */
export function compare(
  judgements: Judgements,
  kinds: readonly string[],
  thresholds: Record<Head, number>,
  rng: Random,
): Difference[] {
  const differences: Difference[] = [];
  for (const [key, groups] of groupsByComparison(judgements, kinds, thresholds)) {
    const [set, kind, head, measure] = key.split("\t") as [JudgedSet, string, Head, Measure];
    const sums = sumsOf(groups);
    if (sums.events < LEAST.events || groups.size < LEAST.groups) continue;
    differences.push({ set, kind, head, measure, ...difference(measure, sums, rng.fork(key)) });
  }
  return differences;
}

type Groups = Map<number, Group>;

/** Groups of judged events, by set, kind, head and measure (separated by tabs), then by group number. */
function groupsByComparison(
  judgements: Judgements,
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

function difference(
  measure: Measure,
  sums: Sums,
  rng: Random,
): Omit<Difference, "set" | "kind" | "head" | "measure"> {
  const [low, high] = interval(sums, rng);
  const total = sum(sums.weight);
  const incumbent = sum(sums.incumbent) / total;
  const candidate = sum(sums.candidate) / total;
  const change = candidate - incumbent;
  const tolerance = Math.max(TOLERANCE[measure], RELATIVE_TOLERANCE[measure] * incumbent);
  return {
    events: sums.events,
    groups: sums.weight.length,
    incumbent,
    candidate,
    low,
    high,
    isWorse: low > 0 && change > tolerance,
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

/** Confidence interval of the difference of means. */
function interval(sums: Sums, rng: Random): [low: number, high: number] {
  const differences = new Float64Array(RESAMPLES);
  for (let b = 0; b < RESAMPLES; b++) {
    let weight = 0;
    let difference = 0;
    for (let g = 0; g < sums.weight.length; g++) {
      const times = poisson(rng.float());
      if (times === 0) continue;
      weight += times * (sums.weight[g] as number);
      difference += times * ((sums.candidate[g] as number) - (sums.incumbent[g] as number));
    }
    differences[b] = weight ? difference / weight : 0;
  }
  differences.sort();
  const tail = (1 - CONFIDENCE) / 2;
  return [
    differences[Math.floor(tail * (RESAMPLES - 1))] as number,
    differences[Math.ceil((1 - tail) * (RESAMPLES - 1))] as number,
  ];
}

/** Poisson variable of mean 1 from a uniform one, by inversion of its distribution function. */
function poisson(uniform: number): number {
  let k = 0;
  let p = Math.exp(-1);
  let below = p;
  while (uniform > below && k < 12) {
    k++;
    p /= k;
    below += p;
  }
  return k;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
