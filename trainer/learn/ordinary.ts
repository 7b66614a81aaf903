/**
 * What is ordinary: centroids and principal components of ordinary events, and the anomaly head on the distances to them,
 * refitted to a site.
 */
import type { Schema } from "../../host/filter.ts";
import type { Random } from "../../simulate/lib/random.ts";
import { UNKNOWN_LABEL } from "../examples/columns.ts";
import type { Rows } from "../examples/rows.ts";
import { DISTANCES, firstBins, type Learnt, type LinearWeights } from "../model/model.ts";
import { binOf, columnEdges } from "./bins.ts";
import { rawAt } from "./calibration.ts";
import { distancesOf, learnSpace } from "./distances.ts";
import { logit } from "./linear.ts";

/** Ordinary examples of a kind from the site below which its centroids and components stay those in service. */
const LEAST_ORDINARY = 300;
/** Examples of a kind that they are refitted on, drawn with replacement. */
const ORDINARY_EXAMPLES = 12_000;
/** Share of those that are the site's; the others are the rehearsal set's. */
const SITE_SHARE = 0.7;

export interface OrdinaryInput {
  schema: Schema;
  rows: Rows;
  train: Uint32Array;
  validation: Uint32Array;
  rng: Random;
}

/** The anomaly head of a model whose centroids and components were refitted. */
export interface AnomalyHead {
  /** Fits it, stopped on the examples given. */
  fit: (learnt: Learnt, validation: Uint32Array) => LinearWeights;
  /** How much of the fitted head is taken; undefined where all that is ordinary is to stay as it is in service. */
  take: (learnt: Learnt, fitted: LinearWeights) => LinearWeights | undefined;
}

/** Whether what is ordinary was refitted, and where that would have been worse. */
export interface Ordinary {
  isRefitted: boolean;
  /** Whether it was refitted, and not taken for what it would do on other events. */
  isGivenUp: boolean;
  /** Lines of the rehearsal set that it was decided on, neither learnt from nor judged on. */
  lines: number;
  /** Kinds of which the refitted head tells more of those lines wrong; none where there was too little to refit on. */
  worseKinds: string[];
}

/**
 * Refits what is ordinary, and keeps what is in service where the refitted is worse in any kind on unseen lines of the
 * rehearsal set, which is small beside what the head was learnt from.
 *
 * The forest stays in any case: it stands for all kinds, and one grown here would isolate those that the site hasn't.
 *
 * @returns a copy of `from`, whose heads may be replaced
 */
export function refitOrdinary(
  from: Learnt,
  input: OrdinaryInput,
  anomaly: AnomalyHead,
): { learnt: Learnt; ordinary: Ordinary } {
  const { schema, rows, validation } = input;
  const count = schema.dense.length - DISTANCES.length;
  const rehearsal = validation.filter((i) => rows.isFrom(i, "corpus"));
  const checkOn = rehearsal.filter((_, n) => n % 2 === 1);
  const isChecked = new Set(checkOn);
  const before = wrongByKind(from, input, checkOn);

  const learnt: Learnt = { ...from, linear: { ...from.linear } };
  const ordinary: Ordinary = { isRefitted: false, isGivenUp: false, lines: checkOn.length, worseKinds: [] };
  if (!refitSpace(learnt, input, count)) return { learnt, ordinary };
  const restore = rebinDistances(learnt, rows, count);
  const fitted = anomaly.fit(
    learnt,
    validation.filter((i) => !isChecked.has(i)),
  );
  learnt.linear.anomaly = fitted;
  const after = wrongByKind(learnt, input, checkOn);
  ordinary.worseKinds = schema.kinds.filter((_, kind) =>
    ([0, 1] as const).some((label) => (after[label][kind] as number) > (before[label][kind] as number)),
  );
  if (ordinary.worseKinds.length === 0) {
    const taken = anomaly.take(learnt, fitted);
    ordinary.isRefitted = taken !== undefined;
    ordinary.isGivenUp = taken === undefined;
    if (taken) {
      learnt.linear.anomaly = taken;
      return { learnt, ordinary };
    }
  }
  restore();
  return { learnt: { ...from, linear: { ...from.linear } }, ordinary };
}

/** How many other events (0) and how many anomalies (1) the anomaly head tells wrong, of each kind. */
function wrongByKind(
  of: Learnt,
  { schema, rows }: OrdinaryInput,
  examples: Uint32Array,
): [others: Uint32Array, anomalies: Uint32Array] {
  const wrong: [Uint32Array, Uint32Array] = [
    new Uint32Array(schema.kinds.length),
    new Uint32Array(schema.kinds.length),
  ];
  const first = firstBins(of.edges);
  const threshold = rawAt(of.calibration.anomaly, 0.5);
  for (const i of examples) {
    const label = rows.anomaly[i] as number;
    if (label === UNKNOWN_LABEL) continue;
    const isAnomaly = logit(rows, first, of.linear.anomaly, "anomaly", i) >= threshold;
    const kinds = wrong[label as 0 | 1];
    if (isAnomaly !== (label === 1))
      kinds[rows.kind[i] as number] = (kinds[rows.kind[i] as number] as number) + 1;
  }
  return wrong;
}

/**
 * Replaces centroids and components of the kinds that the site has enough ordinary examples of.
 *
 * @param count dense features that distances are measured in, the first
 * @returns whether there are such kinds
 */
function refitSpace(learnt: Learnt, { schema, rows, train, rng }: OrdinaryInput, count: number): boolean {
  const examples = drawOrdinary(schema, rows, train, rng.fork("ordinary"));
  const isRefitted = (kind: number) => (examples[kind] as Uint32Array).length > 0;
  if (!schema.kinds.some((_, kind) => isRefitted(kind))) return false;
  const all = Uint32Array.from(examples.flatMap((ofKind) => [...ofKind]));
  const space = learnSpace(rows, learnt.edges, count, schema.kinds.length, all, rng.fork("space"));
  const refitted = <T>(old: readonly T[], anew: readonly T[]) =>
    old.map((of, kind) => (isRefitted(kind) ? (anew[kind] ?? of) : of));
  learnt.centroids = refitted(learnt.centroids, space.centroids);
  learnt.pca = {
    means: refitted(learnt.pca.means, space.pca.means),
    components: refitted(learnt.pca.components, space.pca.components),
  };
  return true;
}

/** Ordinary examples of each kind, the site's and the rehearsal set's; none of kinds that the site has too few of. */
function drawOrdinary(schema: Schema, rows: Rows, train: Uint32Array, rng: Random): Uint32Array[] {
  const ordinary = train.filter((i) => rows.ordinary[i] === 1);
  return schema.kinds.map((_, kind) => {
    const ofKind = ordinary.filter((i) => rows.kind[i] === kind);
    const rehearsal = ofKind.filter((i) => rows.isFrom(i, "corpus"));
    const site = ofKind.filter((i) => !rows.isFrom(i, "corpus"));
    if (site.length < LEAST_ORDINARY) return new Uint32Array();
    const fromSite = rehearsal.length === 0 ? ORDINARY_EXAMPLES : Math.round(ORDINARY_EXAMPLES * SITE_SHARE);
    return Uint32Array.from({ length: ORDINARY_EXAMPLES }, (_, n) => {
      const of = n < fromSite ? site : rehearsal;
      return of[rng.int(0, of.length - 1)] as number;
    });
  });
}

/**
 * Sets the edges of the distances to what the new centroids and components measure on the examples, and the examples' bins
 * of them.
 *
 * @returns what puts back the bins as they were
 */
function rebinDistances(learnt: Learnt, rows: Rows, count: number): () => void {
  const columns = measureDistances(learnt, rows, count);
  learnt.edges = [...learnt.edges.slice(0, count), ...columns.map(columnEdges)];
  return setBins(learnt, rows, count, columns);
}

/**
 * Sets the bins of the distances of other examples to those of a model.
 *
 * @returns what puts back the bins as they were
 */
export function binDistances(learnt: Learnt, rows: Rows): () => void {
  const count = rows.denseCount - DISTANCES.length;
  return setBins(learnt, rows, count, measureDistances(learnt, rows, count));
}

/** A column of values for each of {@link DISTANCES}. */
function measureDistances(learnt: Learnt, rows: Rows, count: number): Float32Array[] {
  const columns = DISTANCES.map(() => new Float32Array(rows.size));
  for (let i = 0; i < rows.size; i++)
    distancesOf(learnt, rows, count, i).forEach((value, d) => {
      (columns[d] as Float32Array)[i] = value;
    });
  return columns;
}

function setBins({ edges }: Learnt, rows: Rows, count: number, columns: readonly Float32Array[]): () => void {
  const before = columns.map((column, d) =>
    Uint8Array.from(column, (value, i) => {
      const at = i * rows.denseCount + count + d;
      const old = rows.bins[at] as number;
      rows.bins[at] = binOf(edges[count + d] as number[], value);
      return old;
    }),
  );
  return () =>
    before.forEach((column, d) => {
      column.forEach((bin, i) => {
        rows.bins[i * rows.denseCount + count + d] = bin;
      });
    });
}
