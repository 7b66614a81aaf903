/**
 * Learns on from the model in service. Threat and bot start from its weights and are pulled back to them, so that what
 * this window says nothing of stays as it was; what is ordinary (forest, centres, components, the anomaly head) follows
 * the site.
 */
import type { Schema } from "../../host/filter.ts";
import type { Random } from "../../simulate/random.ts";
import { UNKNOWN_LABEL } from "../corpus/dataset.ts";
import { binOf, columnEdges } from "../learn/bins.ts";
import { byFalseAlarms, isotonic } from "../learn/calibration.ts";
import { learnSpace } from "../learn/distances.ts";
import { growForest } from "../learn/forest.ts";
import { distancesOf, FALSE_ALARMS, FOREST, headFeatures, PRIOR } from "../learn/heads.ts";
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
/** Examples that the weights in service were learnt from, over all epochs, as far as anybody knows. */
const SETTLED_BY = 2_000_000;
/** A kind's ordinary events may pass the anomaly threshold so many times as often as all do, or as often as they did. */
const KIND_FALSE_ALARMS = 2;
const LEAST_OF_KIND = 200;
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
/** Refitted calibration has to lower the log loss by this share on examples that it was not fitted to. */
const WORTH_REFITTING = 0.02;

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
  const oddBefore = falseAlarmsByKind(from, input);
  learnOrdinary(learnt, input, count);
  step();
  measure(learnt, rows, count, from);
  step();
  for (const head of HEADS) {
    const start = { ...from.linear[head], bins: rebinned(from.linear[head].bins, from.edges, learnt.edges) };
    learnt.linear[head] = fitHead(learnt, input, head, start, rng.fork(head));
    learnt.calibration[head] =
      head === "anomaly" ? anomalyCalibration(learnt, input, oddBefore) : calibrationOf(learnt, input, head);
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

/** Calibrated score of a raw one, as filter/model/calibrate.ts has it. */
export function calibrated({ raw, probability }: Calibration, x: number): number {
  if (!(x > (raw[0] as number))) return probability[0] as number;
  let i = 1;
  while (i < raw.length && (raw[i] as number) < x) i++;
  if (i === raw.length) return probability.at(-1) as number;
  const [x0, x1] = [raw[i - 1], raw[i]] as [number, number];
  const [p0, p1] = [probability[i - 1], probability[i]] as [number, number];
  return p0 + ((p1 - p0) * (x - x0)) / (x1 - x0);
}

/** Ordinary examples of each kind: the site's where it has enough of them, else the anchor's. */
function ordinaryOfKind({ schema, rows, train, validation }: FitInput): number[][] {
  const all = [...train, ...validation].filter((i) => rows.ordinary[i] === 1 && rows.anomaly[i] !== 1);
  return schema.kinds.map((_, kind) => all.filter((i) => rows.kind[i] === kind));
}

/** Share of each kind's ordinary examples of the anchor that the model in service takes for anomalies. */
function falseAlarmsByKind(from: Learnt, input: FitInput): number[] {
  const { rows } = input;
  const first = firstBins(from.edges);
  const half = inverse(from.calibration.anomaly, 0.5);
  return ordinaryOfKind(input).map((examples) => {
    const alarms = examples.filter((i) => logit(rows, rows.bins, first, from.linear.anomaly, i) >= half);
    return examples.length ? alarms.length / examples.length : 0;
  });
}

/**
 * The anomaly head's calibration: as many ordinary events may pass one half as the default model lets pass, most of them
 * the site's. Where that would let pass too many of one kind, the whole curve is moved up.
 *
 * @param before share of each kind's examples that the model in service takes for anomalies
 */
function anomalyCalibration(learnt: Learnt, input: FitInput, before: readonly number[]): Calibration {
  const { rows } = input;
  const first = firstBins(learnt.edges);
  const rawOf = (i: number) => logit(rows, rows.bins, first, learnt.linear.anomaly, i);
  const byKind = ordinaryOfKind(input);
  const ordinary = byKind.flat();
  const isAnchor = (i: number) => rows.isFrom(i, "corpus");
  const stands = (list: readonly number[]) => list.reduce((sum, i) => sum + (rows.stands[i] as number), 0);
  const site = ordinary.filter((i) => !isAnchor(i));
  const share = site.length >= LEAST_ORDINARY ? SITE_SHARE : 0;
  const ofSite = stands(site);
  const ofAnchor = stands(ordinary) - ofSite;
  const raw = ordinary.map(rawOf);
  const curve = byFalseAlarms(
    raw,
    FALSE_ALARMS,
    ordinary.map((i) =>
      isAnchor(i)
        ? ((1 - share) * (rows.stands[i] as number)) / ofAnchor
        : ofSite > 0
          ? (share * (rows.stands[i] as number)) / ofSite
          : 0,
    ),
  );
  const half = inverse(curve, 0.5);
  let needed = half;
  byKind.forEach((examples, kind) => {
    if (examples.length < LEAST_OF_KIND) return;
    const allowed = Math.max(FALSE_ALARMS * KIND_FALSE_ALARMS, before[kind] as number);
    const sorted = examples.map(rawOf).sort((a, b) => a - b);
    const at = Math.min(sorted.length - 1, Math.ceil(sorted.length * (1 - allowed)));
    needed = Math.max(needed, sorted[at] as number);
  });
  return { ...curve, raw: curve.raw.map((x) => Math.fround(x + needed - half)) };
}

/**
 * Calibration of threat or bot: the one in service, and another only where that is clearly better on examples that it was
 * not fitted to: a curve refitted each week to a sample would move the threshold by chance.
 */
function calibrationOf(learnt: Learnt, { rows, validation }: FitInput, head: Head): Calibration {
  const first = firstBins(learnt.edges);
  const known = validation.filter((i) => rows[head][i] !== UNKNOWN_LABEL);
  const labels = Array.from(known, (i) => rows[head][i] as number);
  const raw = Array.from(known, (i) => logit(rows, rows.bins, first, learnt.linear[head], i));
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const inService = learnt.calibration[head];
  if (positives < 200 || labels.length - positives < 200) return inService;
  const odds = ((PRIOR[head] / (1 - PRIOR[head])) * (labels.length - positives)) / positives;
  const weights = labels.map((label) => (label ? odds : 1));
  const half = (parity: number) => (_: unknown, n: number) => n % 2 === parity;
  const fitted = [0, 1].map((parity) =>
    isotonic(raw.filter(half(parity)), labels.filter(half(parity)), weights.filter(half(parity))),
  );
  let before = 0;
  let after = 0;
  raw.forEach((x, n) => {
    const loss = (calibration: Calibration) => {
      const p = Math.min(0.999, Math.max(0.001, calibrated(calibration, x)));
      return -(weights[n] as number) * Math.log(labels[n] ? p : 1 - p);
    };
    before += loss(inService);
    after += loss(fitted[1 - (n % 2)] as Calibration);
  });
  return after < before * (1 - WORTH_REFITTING) ? isotonic(raw, labels, weights) : inService;
}
