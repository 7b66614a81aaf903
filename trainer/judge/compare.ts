/**
 * Whether the candidate is worse than the model in service: differences on the same events, per set, kind and head, with
 * intervals by the bootstrap (Efron 1979) over groups of events that are right or wrong together, each drawn as often as
 * a Poisson variable says.
 */
import type { Random } from "../../simulate/lib/random.ts";
import type { Head } from "../model/model.ts";
import type { JudgedSet, Judgements } from "./judged.ts";

const MEASURES = ["misses", "false alarms", "log loss"] as const;
type Measure = (typeof MEASURES)[number];

/**
 * A difference that is smaller than this is nobody's concern, however sure it is. Of the log loss, which says how sure a
 * head is of what it tells right or wrong, also one that is a small part of what it was.
 */
const TOLERANCE: Record<Measure, number> = { misses: 0.005, "false alarms": 0.002, "log loss": 0.02 };
const RELATIVE_TOLERANCE: Record<Measure, number> = { misses: 0, "false alarms": 0, "log loss": 0.15 };
/** Some eighty differences are looked at: with 99.5 % each, a harmless candidate is seldom refused by chance. */
const CONFIDENCE = 0.995;
const RESAMPLES = 600;
/** Fewer events or groups than this tell nothing. */
const LEAST = { events: 60, groups: 6 };
/** Events of one group that count in full: what one client repeats ten thousand times is not ten thousand opinions. */
const MOST_OF_GROUP = 50;

export interface Difference {
  set: JudgedSet;
  kind: string;
  head: Head;
  measure: Measure;
  events: number;
  groups: number;
  incumbent: number;
  candidate: number;
  /** Interval of candidate less incumbent. */
  low: number;
  high: number;
  isWorse: boolean;
  isBetter: boolean;
}

interface Sums {
  weight: Float64Array;
  incumbent: Float64Array;
  candidate: Float64Array;
  events: number;
}

interface Group {
  events: number;
  weight: number;
  incumbent: number;
  candidate: number;
}

/** @param thresholds score from which on each head says yes */
export function compare(
  judgements: Judgements,
  kinds: readonly string[],
  thresholds: Record<Head, number>,
  rng: Random,
): Difference[] {
  const cells = new Map<string, Map<number, Group>>();
  for (const { set, kind, head, label, group, incumbent, candidate } of judgements) {
    const says = (score: number) => (score >= thresholds[head] ? 1 : 0);
    const add = (measure: Measure, a: number, b: number) => {
      const key = `${set}\t${kinds[kind]}\t${head}\t${measure}`;
      let groups = cells.get(key);
      if (!groups) {
        groups = new Map();
        cells.set(key, groups);
      }
      let of = groups.get(group);
      if (!of) {
        of = { events: 0, weight: 0, incumbent: 0, candidate: 0 };
        groups.set(group, of);
      }
      of.events++;
      of.incumbent += a;
      of.candidate += b;
    };
    if (label) add("misses", 1 - says(incumbent), 1 - says(candidate));
    else add("false alarms", says(incumbent), says(candidate));
    if (head !== "anomaly") add("log loss", logLoss(incumbent, label), logLoss(candidate, label));
  }
  const out: Difference[] = [];
  for (const [key, groups] of cells) {
    const [set, kind, head, measure] = key.split("\t") as [JudgedSet, string, Head, Measure];
    const sums = sumsOf(groups);
    if (sums.events < LEAST.events || groups.size < LEAST.groups) continue;
    const [low, high] = interval(sums, rng.fork(key));
    const total = sum(sums.weight);
    const incumbent = sum(sums.incumbent) / total;
    const candidate = sum(sums.candidate) / total;
    const difference = candidate - incumbent;
    const tolerance = Math.max(TOLERANCE[measure], RELATIVE_TOLERANCE[measure] * incumbent);
    out.push({
      set,
      kind,
      head,
      measure,
      events: sums.events,
      groups: groups.size,
      incumbent,
      candidate,
      low,
      high,
      isWorse: low > 0 && difference > tolerance,
      isBetter: high < 0 && -difference > tolerance,
    });
  }
  return out;
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

/** Poisson variable of mean 1 from a uniform one, by its distribution function. */
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
