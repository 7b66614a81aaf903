/**
 * Learns on from the model in service. Threat and bot start from its weights and are pulled back to them, so that what
 * this window says nothing of stays as it was; what is ordinary (centres, components, the anomaly head) follows
 * the site where that makes it no worse elsewhere.
 */
import type { Schema } from "../../host/filter.ts";
import type { Random } from "../../simulate/lib/random.ts";
import { UNKNOWN_LABEL } from "../examples/dataset.ts";
import type { Rows } from "../examples/rows.ts";
import {
  type Calibration,
  DISTANCES,
  firstBins,
  HEADS,
  type Head,
  type Learnt,
  TEXT_HEADS,
} from "../model/model.ts";
import { binOf, columnEdges } from "./bins.ts";
import { learnSpace } from "./distances.ts";
import { distancesOf, headFeatures } from "./heads.ts";
import { fitLogistic, logit } from "./logistic.ts";
import { rebinned } from "./rebin.ts";

const LOGISTIC = { epochs: 8, rate: 0.03, l2: 1e-4, leastExamples: 4 };
/** Logits beyond its threshold at which an event of the site is right enough: to push it on would cost others. */
const MARGIN = 1.5;
/** The same of a correction, so that others of its kind are right too. */
const CORRECTION_MARGIN = 4;
/** The same of an attack or robot of the anchor that the model in service tells right. */
const ANCHOR_MARGIN = 2.5;
/** Examples that the weights in service were learnt from, over all epochs, as far as anybody knows. */
const SETTLED_BY = 2_000_000;
/** Ordinary examples of a kind from the site below which its centres and components stay those in service. */
const LEAST_ORDINARY = 300;
/** Share of the examples of what is ordinary that are the site's, where it has enough. */
const SITE_SHARE = 0.7;
const ORDINARY_EXAMPLES = 12_000;
/** Corrections that a candidate has to get right before more weight on them does no good. */
const ENOUGH_RIGHT = 0.98;
/** Weight of a correction against one line of the anchor, tried in this order. */
const CORRECTION_WEIGHTS = [4, 12, 36];
/** All corrections together weigh at most this share of everything else. */
const MOST_OF_CORRECTIONS = 0.3;

export interface FitInput {
  schema: Schema;
  rows: Rows;
  /** Indices of examples to learn from, and to stop and check on. */
  train: Uint32Array;
  validation: Uint32Array;
  rng: Random;
  onProgress: (done: number, total: number) => void;
}

/** Whether centres, components and the anomaly head were refitted, and where that would have been worse. */
export interface Ordinary {
  isRefitted: boolean;
  /** Lines of the anchor that it was decided on, neither learnt from nor judged on. */
  lines: number;
  /** Kinds of which the refitted head tells more of those lines wrong; none where there was too little to refit on. */
  worseKinds: string[];
}

/** @returns what was learnt, with the templates of `from` */
export function learnOn(from: Learnt, input: FitInput): { learnt: Learnt; ordinary: Ordinary } {
  let done = 0;
  const step = () => input.onProgress(++done, 1 + TEXT_HEADS.length);
  const held = whatIsHeld(from, input);
  const { learnt, ordinary } = followSite(from, input, held.anomaly);
  step();
  // All keep the curve in service: one refitted to each week's sample would move the threshold by chance.
  for (const head of TEXT_HEADS) {
    learnt.linear[head] = fitHead(learnt, from, input, head, held[head]);
    step();
  }
  return { learnt, ordinary };
}

/**
 * Refits what is ordinary here and the anomaly head on it, and keeps those in service where that is worse in any kind on
 * lines of the anchor that it has not seen: the anchor is small beside what the head was learnt from.
 *
 * The forest stays in any case: it stands for all kinds, and one grown here would isolate those that the site hasn't.
 */
function followSite(
  from: Learnt,
  input: FitInput,
  held: Float32Array,
): { learnt: Learnt; ordinary: Ordinary } {
  const { schema, rows, validation } = input;
  const count = schema.dense.length - DISTANCES.length;
  const ofAnchor = validation.filter((i) => rows.isFrom(i, "corpus"));
  const checkOn = ofAnchor.filter((_, n) => n % 2 === 1);
  const isChecked = new Set(checkOn);
  const before = wrongByKind(from, input, checkOn);

  const learnt: Learnt = { ...from, linear: { ...from.linear } };
  const ordinary: Ordinary = { isRefitted: false, lines: checkOn.length, worseKinds: [] };
  if (!learnOrdinary(learnt, input, count)) return { learnt, ordinary };
  const restore = measure(learnt, rows, count);
  learnt.linear.anomaly = fitHead(
    learnt,
    from,
    { ...input, validation: validation.filter((i) => !isChecked.has(i)) },
    "anomaly",
    held,
  );
  const after = wrongByKind(learnt, input, checkOn);
  ordinary.worseKinds = schema.kinds.filter((_, kind) =>
    ([0, 1] as const).some((label) => (after[label][kind] as number) > (before[label][kind] as number)),
  );
  ordinary.isRefitted = ordinary.worseKinds.length === 0;
  if (ordinary.isRefitted) return { learnt, ordinary };
  restore();
  return { learnt: { ...from, linear: { ...from.linear } }, ordinary };
}

/** How many anomalies (1) and how many others (0) the anomaly head tells wrong, of each kind. */
function wrongByKind(
  of: Learnt,
  { schema, rows }: FitInput,
  examples: Uint32Array,
): [Uint32Array, Uint32Array] {
  const wrong: [Uint32Array, Uint32Array] = [
    new Uint32Array(schema.kinds.length),
    new Uint32Array(schema.kinds.length),
  ];
  const first = firstBins(of.edges);
  const half = inverse(of.calibration.anomaly, 0.5);
  for (const i of examples) {
    const label = rows.anomaly[i] as number;
    if (label === UNKNOWN_LABEL) continue;
    const says = logit(rows, rows.bins, first, of.linear.anomaly, i) >= half ? 1 : 0;
    const kinds = wrong[label as 0 | 1];
    if (says !== label) kinds[rows.kind[i] as number] = (kinds[rows.kind[i] as number] as number) + 1;
  }
  return wrong;
}

/**
 * Centres and components of what is ordinary here, with some of the anchor, of the kinds that the site has enough of.
 *
 * @returns whether there are any
 */
function learnOrdinary(learnt: Learnt, { schema, rows, train, rng }: FitInput, count: number): boolean {
  const ordinary = train.filter((i) => rows.ordinary[i] === 1);
  const draw = rng.fork("ordinary");
  const known = schema.kinds.map((_, kind) => {
    const ofKind = ordinary.filter((i) => rows.kind[i] === kind);
    const anchor = ofKind.filter((i) => rows.isFrom(i, "corpus"));
    const site = ofKind.filter((i) => !rows.isFrom(i, "corpus"));
    if (site.length < LEAST_ORDINARY) return new Uint32Array();
    const fromSite = anchor.length === 0 ? ORDINARY_EXAMPLES : Math.round(ORDINARY_EXAMPLES * SITE_SHARE);
    return Uint32Array.from({ length: ORDINARY_EXAMPLES }, (_, n) => {
      const of = n < fromSite ? site : anchor;
      return of[draw.int(0, of.length - 1)] as number;
    });
  });
  const isLearnt = (kind: number) => (known[kind] as Uint32Array).length > 0;
  if (!known.some((_, kind) => isLearnt(kind))) return false;
  const all = Uint32Array.from(known.flatMap((list) => [...list]));
  const space = learnSpace(rows, rows.bins, learnt.edges, count, schema.kinds.length, all, rng.fork("space"));
  learnt.neighbours = learnt.neighbours.map((old, kind) =>
    isLearnt(kind) ? (space.neighbours[kind] ?? old) : old,
  );
  learnt.subspace = {
    means: learnt.subspace.means.map((old, kind) =>
      isLearnt(kind) ? (space.subspace.means[kind] ?? old) : old,
    ),
    components: learnt.subspace.components.map((old, kind) =>
      isLearnt(kind) ? (space.subspace.components[kind] ?? old) : old,
    ),
  };
  return true;
}

/**
 * Sets the bins of the distances to those that the new centres and components measure.
 *
 * @returns what puts back the bins that were there
 */
function measure(learnt: Learnt, rows: Rows, count: number): () => void {
  const columns = DISTANCES.map(() => new Float32Array(rows.size));
  for (let i = 0; i < rows.size; i++)
    distancesOf(learnt, rows.bins, rows.denseCount, count, rows.kind[i] as number, i).forEach((value, d) => {
      (columns[d] as Float32Array)[i] = value;
    });
  learnt.edges = [...learnt.edges.slice(0, count), ...columns.map(columnEdges)];
  const before = columns.map((column, d) => {
    const edges = learnt.edges[count + d] as number[];
    return Uint8Array.from(column, (value, i) => {
      const at = i * rows.denseCount + count + d;
      const old = rows.bins[at] as number;
      rows.bins[at] = binOf(edges, value);
      return old;
    });
  });
  return () =>
    before.forEach((column, d) => {
      column.forEach((bin, i) => {
        rows.bins[i * rows.denseCount + count + d] = bin;
      });
    });
}

function fitHead(
  learnt: Learnt,
  from: Learnt,
  { schema, rows, train, validation, rng: parent }: FitInput,
  head: Head,
  targets: Float32Array,
): Learnt["linear"][Head] {
  const rng = parent.fork(head);
  const start = { ...from.linear[head], bins: rebinned(from.linear[head].bins, from.edges, learnt.edges) };
  const corrected = train.filter((i) => rows.isFrom(i, "feedback") && rows[head][i] !== UNKNOWN_LABEL);
  const others = train.length - corrected.length;
  const trust = Float32Array.from(corrected, (i) => rows.weight[i] as number);
  const anchor = train.filter((i) => rows.isFrom(i, "corpus"));
  const stopOn = Uint32Array.from([...validation, ...corrected]);
  const options = {
    ...LOGISTIC,
    head,
    features: headFeatures(schema, head),
    readsText: TEXT_HEADS.includes(head),
    start,
    targets,
    enough: {
      threshold: inverse(learnt.calibration[head], 0.5),
      margin: (i: number) => (rows.isFrom(i, "feedback") ? CORRECTION_MARGIN : MARGIN),
    },
    settled: { examples: anchor, times: SETTLED_BY / Math.max(1, anchor.length) },
  };
  let weights = start;
  for (const correctionWeight of CORRECTION_WEIGHTS) {
    const total = trust.reduce((sum, t) => sum + t, 0) * correctionWeight;
    const limited = total > 0 ? Math.min(1, (others * MOST_OF_CORRECTIONS) / total) : 1;
    corrected.forEach((i, n) => {
      rows.weight[i] = (trust[n] as number) * correctionWeight * limited;
    });
    weights = fitLogistic(
      rows,
      rows.bins,
      learnt.edges,
      learnt.sparseBits,
      train,
      stopOn,
      rng.fork(`${correctionWeight}`),
      options,
    ).weights;
    const first = firstBins(learnt.edges);
    // The threshold of a calibrated score of one half.
    const half = inverse(learnt.calibration[head], 0.5);
    let right = 0;
    for (const i of corrected) {
      const says = logit(rows, rows.bins, first, weights, i) >= half ? 1 : 0;
      if (says === rows[head][i]) right++;
    }
    if (right >= corrected.length * ENOUGH_RIGHT) break;
  }
  corrected.forEach((i, n) => {
    rows.weight[i] = trust[n] as number;
  });
  return weights;
}

/** Raw score from which on the calibrated one is at least `probability`. */
function inverse({ raw, probability }: Calibration, wanted: number): number {
  for (let i = 0; i < raw.length; i++) {
    const p = probability[i] as number;
    if (p < wanted) continue;
    const before = probability[i - 1];
    if (before === undefined || p === before) return raw[i] as number;
    const from = raw[i - 1] as number;
    return from + (((raw[i] as number) - from) * (wanted - before)) / (p - before);
  }
  return Number.POSITIVE_INFINITY;
}

/**
 * What the heads are held to on each line of the anchor: what the model in service makes of it; elsewhere (NaN) labels
 * count. An attack or a robot that it only just tells is to be told more clearly: much that is ordinary at a site looks
 * alike, and what is learnt of that lowers those first.
 */
function whatIsHeld(from: Learnt, { rows }: FitInput): Record<Head, Float32Array> {
  const first = firstBins(from.edges);
  return Object.fromEntries(
    HEADS.map((head) => {
      const half = inverse(from.calibration[head], 0.5);
      const held = (i: number) => {
        const z = logit(rows, rows.bins, first, from.linear[head], i);
        const isToldRight = TEXT_HEADS.includes(head) && rows[head][i] === 1 && z >= half;
        return 1 / (1 + Math.exp(-(isToldRight ? Math.max(z, half + ANCHOR_MARGIN) : z)));
      };
      return [
        head,
        Float32Array.from({ length: rows.size }, (_, i) => (rows.isFrom(i, "corpus") ? held(i) : Number.NaN)),
      ];
    }),
  ) as Record<Head, Float32Array>;
}
