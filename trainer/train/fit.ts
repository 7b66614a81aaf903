/**
 * Learns on from the model in service. Threat and bot start from its weights and are pulled back to them, so that what
 * this window says nothing of stays as it was; what is ordinary (forest, centres, components, the anomaly head) follows
 * the site.
 */
import type { Schema } from "../../host/filter.ts";
import type { Random } from "../../simulate/random.ts";
import { UNKNOWN_LABEL } from "../corpus/dataset.ts";
import { binOf, columnEdges } from "../learn/bins.ts";
import { byFalseAlarms } from "../learn/calibration.ts";
import { learnSpace } from "../learn/distances.ts";
import { growForest } from "../learn/forest.ts";
import { distancesOf, FALSE_ALARMS, FOREST, headFeatures } from "../learn/heads.ts";
import { fitLogistic, logit } from "../learn/logistic.ts";
import { rebinned } from "../model/decode.ts";
import {
  type Calibration,
  DISTANCES,
  firstBins,
  HEADS,
  type Head,
  type Learnt,
  TEXT_HEADS,
} from "../model/model.ts";
import type { Rows } from "./rows.ts";

const LOGISTIC = { epochs: 8, rate: 0.03, l2: 1e-4, leastExamples: 4 };
/** Logits beyond its threshold at which an event of the site is right enough: to push it on would cost others. */
const MARGIN = 1.5;
/** The same of a correction, so that others of its kind are right too. */
const CORRECTION_MARGIN = 3;
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
  /** Indices of examples to learn from, and to stop and calibrate on. */
  train: Uint32Array;
  validation: Uint32Array;
  rng: Random;
  onProgress: (done: number, total: number) => void;
}

/** @returns what was learnt, with the templates of `from` */
export function learnOn(from: Learnt, input: FitInput): Learnt {
  const { schema, rows, rng } = input;
  let done = 0;
  const step = () => input.onProgress(++done, 5);
  const learnt: Learnt = { ...from, linear: { ...from.linear }, calibration: { ...from.calibration } };
  const count = schema.dense.length - DISTANCES.length;
  const held = whatIsHeld(from, input);
  learnOrdinary(learnt, input, count);
  step();
  measure(learnt, rows, count, from);
  step();
  for (const head of HEADS) {
    const start = { ...from.linear[head], bins: rebinned(from.linear[head].bins, from.edges, learnt.edges) };
    learnt.linear[head] = fitHead(learnt, input, head, start, held[head], rng.fork(head));
    // Threat and bot keep the curve in service: one refitted to each week's sample would move the threshold by chance.
    if (head === "anomaly") learnt.calibration[head] = anomalyCalibration(learnt, input);
    step();
  }
  return learnt;
}

/** Forest, centres and components of what is ordinary here, with some of the anchor. */
function learnOrdinary(learnt: Learnt, { schema, rows, train, rng }: FitInput, count: number): void {
  const ordinary = train.filter((i) => rows.ordinary[i] === 1);
  const ofAnchor = ordinary.filter((i) => rows.isFrom(i, "corpus"));
  const ofSite = ordinary.filter((i) => !rows.isFrom(i, "corpus"));
  const draw = rng.fork("ordinary");
  const mixed = (site: Uint32Array, anchor: Uint32Array, most: number): Uint32Array => {
    const fromSite = anchor.length === 0 ? most : site.length === 0 ? 0 : Math.round(most * SITE_SHARE);
    return Uint32Array.from({ length: most }, (_, n) => {
      const of = n < fromSite ? site : anchor;
      return of[draw.int(0, of.length - 1)] as number;
    });
  };
  const examples = mixed(
    ofSite.length >= LEAST_ORDINARY ? ofSite : new Uint32Array(),
    ofAnchor,
    ORDINARY_EXAMPLES,
  );
  learnt.forest = growForest(rows.bins, rows.denseCount, count, examples, rng.fork("forest"), FOREST);

  const known = schema.kinds.map((_, kind) => {
    const site = ofSite.filter((i) => rows.kind[i] === kind);
    return site.length >= LEAST_ORDINARY
      ? mixed(
          site,
          ofAnchor.filter((i) => rows.kind[i] === kind),
          ORDINARY_EXAMPLES,
        )
      : new Uint32Array();
  });
  const all = Uint32Array.from(known.flatMap((list) => [...list]));
  const space = learnSpace(rows, rows.bins, learnt.edges, count, schema.kinds.length, all, rng.fork("space"));
  const isLearnt = (kind: number) => (known[kind] as Uint32Array).length > 0;
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
}

/** Sets the bins of the distances to those that the new forest, centres and components measure. */
function measure(learnt: Learnt, rows: Rows, count: number, from: Learnt): void {
  const columns = DISTANCES.map(() => new Float32Array(rows.size));
  for (let i = 0; i < rows.size; i++)
    distancesOf(learnt, rows.bins, rows.denseCount, count, rows.kind[i] as number, i).forEach((value, d) => {
      (columns[d] as Float32Array)[i] = value;
    });
  learnt.edges = [...from.edges.slice(0, count), ...columns.map(columnEdges)];
  columns.forEach((column, d) => {
    const edges = learnt.edges[count + d] as number[];
    for (let i = 0; i < rows.size; i++)
      rows.bins[i * rows.denseCount + count + d] = binOf(edges, column[i] as number);
  });
}

function fitHead(
  learnt: Learnt,
  { schema, rows, train, validation }: FitInput,
  head: Head,
  start: Learnt["linear"][Head],
  targets: Float32Array,
  rng: Random,
): Learnt["linear"][Head] {
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
export function inverse({ raw, probability }: Calibration, wanted: number): number {
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

/** What the model in service makes of each line of the anchor: there the heads are held, elsewhere (NaN) labels count. */
function whatIsHeld(from: Learnt, { rows }: FitInput): Record<Head, Float32Array> {
  const first = firstBins(from.edges);
  return Object.fromEntries(
    HEADS.map((head) => [
      head,
      Float32Array.from({ length: rows.size }, (_, i) =>
        rows.isFrom(i, "corpus")
          ? 1 / (1 + Math.exp(-logit(rows, rows.bins, first, from.linear[head], i)))
          : Number.NaN,
      ),
    ]),
  ) as Record<Head, Float32Array>;
}

/**
 * The anomaly head's calibration: as many ordinary lines of the anchor may pass one half as the default model lets pass.
 *
 * Not the site's: among its events that nobody labelled are its faults, and more of them than may pass would raise the
 * threshold above all faults.
 */
function anomalyCalibration(learnt: Learnt, { rows, train, validation }: FitInput): Calibration {
  const first = firstBins(learnt.edges);
  const ordinary = [...train, ...validation].filter(
    (i) => rows.isFrom(i, "corpus") && rows.ordinary[i] === 1 && rows.anomaly[i] !== 1,
  );
  return byFalseAlarms(
    ordinary.map((i) => logit(rows, rows.bins, first, learnt.linear.anomaly, i)),
    FALSE_ALARMS,
  );
}
