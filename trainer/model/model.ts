/**
 * A model as the trainer holds it. What each part means to the filter, and how its bytes lie, is told where the filter
 * reads it: filter/model/*.ts.
 */

/** Heads in the order in which the filter numbers them. */
export const HEADS = ["threat", "bot", "anomaly"] as const;
export type Head = (typeof HEADS)[number];
/** Heads that read hashed features too. */
export const TEXT_HEADS: readonly Head[] = ["threat", "bot"];
/** The last dense features are distances that the model itself measures. */
export const DISTANCES = ["isolation", "centre_distance", "reconstruction_error"] as const;

export interface Settings {
  /** Score from which on a head labels, 0..1. */
  thresholds: Record<Head, number>;
  /** Heads that run. */
  on: Record<Head, boolean>;
  /** Zone of times that name none, minutes east of UTC. */
  zoneMinutes: number;
  /** Key that the shipper claims for its own timestamp. */
  timestampKey: string;
}

/** Longest name of a member that the filter has room for. */
export const MAX_NAME_BYTES = 64;

/** Whether the filter can compare a key with this text, whose escapes it doesn't know. */
export function isName(text: string): boolean {
  return text !== "" && Buffer.byteLength(text) <= MAX_NAME_BYTES && !text.includes("\\");
}

/** A member's path with dots, the field that it is, and how it ranks among the names of that field (0 is best). */
export interface FieldName {
  name: string;
  field: string;
  rank: number;
}

/** Logistic regression of one head, before it is cut to whole numbers. */
export interface LinearWeights {
  bias: number;
  /** One for each bin of all dense features, feature after feature. */
  bins: Float64Array;
  /** One for each hashed feature, those of what is asked for first; empty of a head that reads none. */
  sparse: Float64Array;
  /** Step of the whole numbers that they are cut to; where absent, what suits the hashed ones. */
  step?: number;
}

/** Centres of k-means for each kind, coordinates 0..127. */
export type Neighbours = Uint8Array[][];

/** Mean of each kind, coordinates 0..127, and unit vectors of its principal components. */
export interface Subspace {
  means: Uint8Array[];
  components: Float64Array[][];
}

export interface Forest {
  /** Inner nodes of a tree: 2^depth - 1. */
  depth: number;
  /** Mean path length of a search in a tree that normalises: c(psi) of the paper. */
  normal: number;
  trees: Tree[];
}

export interface Tree {
  /** Feature and bin of each inner node, heap order; a value goes right when its bin is above. */
  features: Uint8Array;
  bins: Uint8Array;
  /** Path length at each leaf. */
  leaves: Float64Array;
}

/** Edges of the bins of each dense feature, rising; a feature of n edges has n + 1 bins. */
export type Edges = readonly (readonly number[])[];

/** Straight lines between knots, from raw scores (rising) to probabilities (never falling). */
export interface Calibration {
  raw: number[];
  probability: number[];
}

/** A piece of the names of robots, in lower case, and where in a user agent it counts. */
export interface Fragment {
  text: string;
  /** Only at the very start. */
  atStart: boolean;
  /** Only where a word begins, or ends. */
  beginsWord: boolean;
  endsWord: boolean;
}

/** What learning makes of a model. */
export interface Learnt {
  /** Templates that are known from the start. */
  templates: readonly number[];
  /** Edges of each dense feature, rising. */
  edges: number[][];
  /** log2 of how many hashed features of what is asked for there are; of the rest there are half as many. */
  sparseBits: number;
  linear: Record<Head, LinearWeights>;
  forest: Forest;
  neighbours: Neighbours;
  subspace: Subspace;
  calibration: Record<Head, Calibration>;
}

export interface Model extends Learnt {
  id: string;
  /** Provenance for people: when, from what, how good. */
  meta: Record<string, unknown>;
  settings: Settings;
  names: FieldName[];
  /** Families by name (schema order is the filter's), each with its words. */
  dictionary: Record<string, readonly string[]>;
  /** Pieces of robots' names. */
  fragments: readonly Fragment[];
  /** Addresses, or beginnings of them that end in `.` or `:`, whose behaviour does not count. */
  exempt: readonly string[];
}

/** How many hashed features there are. */
export function hashedCount(sparseBits: number): number {
  return 3 << (sparseBits - 1);
}

/** How many hashed features of what is asked for share one weight of the bot head: it says little of who asks. */
export const SHARED = 4;

/** How many hashed features, from the first on, share their weights by {@link SHARED}. */
export function sharedCount(head: Head, sparseBits: number): number {
  return head === "bot" ? 1 << sparseBits : 0;
}

/** How many bins all dense features have together. */
export function binCount(edges: Edges): number {
  return edges.reduce((sum, list) => sum + list.length + 1, 0);
}

/** Weights that say nothing: a zero for each bin and for each of `sparse` hashed features. */
export function noWeights(edges: Edges, sparse: number): LinearWeights {
  return { bias: 0, bins: new Float64Array(binCount(edges)), sparse: new Float64Array(sparse) };
}

/** First bin of each dense feature among all of them. */
export function firstBins(edges: Edges): number[] {
  let next = 0;
  return edges.map((list) => {
    const first = next;
    next += list.length + 1;
    return first;
  });
}
