/** A model as the trainer holds it; the filter's own files of its parts draw their bytes (filter/model). */
import type { RobotName } from "../../crawlers/names.ts";
import type { FieldAlias } from "../../formats/lib/field-aliases.ts";

/** Heads in the order in which the filter numbers them. */
export const HEADS = ["threat", "bot", "anomaly"] as const;
export type Head = (typeof HEADS)[number];
/** Heads that read hashed features too: the character trigrams and words of a line. */
export const TEXT_HEADS: readonly Head[] = ["threat", "bot"];
/** The last dense features: distances that the model itself measures. */
export const DISTANCES = ["isolation", "centre_distance", "reconstruction_error"] as const;

export interface Settings {
  /** Score from which on a head labels, 0..1. */
  thresholds: Record<Head, number>;
  /** Heads that run. */
  on: Record<Head, boolean>;
  /** Time zone of times without one, minutes east of UTC. */
  zoneMinutes: number;
  /** Key that the shipper claims for its own timestamp. */
  timestampKey: string;
}

/** Longest key of a record that the filter can compare with an alias. */
export const MAX_NAME_BYTES = 64;

/** Whether the filter can compare a key with this text; it does not know a key's escapes. */
export function isName(text: string): boolean {
  return text !== "" && Buffer.byteLength(text) <= MAX_NAME_BYTES && !text.includes("\\");
}

/** Logistic regression of one head, before quantisation. */
export interface LinearWeights {
  bias: number;
  /** One weight for each bin, feature after feature ({@link binCount}). */
  bins: Float64Array;
  /** One weight for each hashed feature ({@link hashedCount}), the request's first; empty where the head reads none. */
  sparse: Float64Array;
  /** Step of quantisation; where absent, it is chosen by the hashed weights. */
  step?: number;
}

/** Centroids of k-means for each kind; coordinates 0..127, one for each dense feature of the event itself. */
export type Centroids = Uint8Array[][];

/** Mean of each kind, coordinates 0..127, and its principal components, unit vectors. */
export interface PrincipalComponents {
  means: Uint8Array[];
  components: Float64Array[][];
}

/** Isolation forest. */
export interface Forest {
  /** Inner levels; a tree has 2^depth - 1 inner nodes. */
  depth: number;
  /** Mean path length of an unsuccessful search, which normalises: c(psi) of Liu, Ting, Zhou 2008. */
  normal: number;
  trees: Tree[];
}

export interface Tree {
  /** Feature and bin of each inner node, in heap order; an example goes right where its bin is above. */
  features: Uint8Array;
  bins: Uint8Array;
  /** Path length at each leaf. */
  leaves: Float64Array;
}

/** Edges of the bins of each dense feature, rising; a feature of n edges has n + 1 bins. */
export type Edges = readonly (readonly number[])[];

/** Piecewise linear, from raw scores (rising) to probabilities (never falling). */
export interface Calibration {
  raw: number[];
  probability: number[];
}

/** A substring of robots' names, and where in a user agent it counts. */
export interface BotSubstring {
  /** Lower case. */
  text: string;
  /** Only at the very start. */
  atStart: boolean;
  /** Only where a word begins, or where one ends. */
  beginsWord: boolean;
  endsWord: boolean;
}

/** The parts of a model that learning makes. */
export interface Learnt {
  /** Fingerprints of templates that are known from the start. */
  templates: readonly number[];
  edges: number[][];
  /** log2 of the number of the request's hashed features; the client's and the message's are half as many. */
  sparseBits: number;
  linear: Record<Head, LinearWeights>;
  forest: Forest;
  centroids: Centroids;
  pca: PrincipalComponents;
  calibration: Record<Head, Calibration>;
}

export interface Model extends Learnt {
  id: string;
  /** Provenance for people: when, from what, how good. */
  meta: Record<string, unknown>;
  settings: Settings;
  fieldAliases: FieldAlias[];
  /** Families by name (schema order is the filter's), each with its words. */
  dictionary: Record<string, readonly string[]>;
  botSubstrings: readonly BotSubstring[];
  robotNames: readonly RobotName[];
  /** Allowlist: addresses, or prefixes that end in `.` or `:`, whose behaviour does not count. */
  exempt: readonly string[];
}

/** Number of hashed features. */
export function hashedCount(sparseBits: number): number {
  return 3 << (sparseBits - 1);
}

/** Weight tying: so many hashed features of the request share one weight of the bot head, which they tell little. */
export const SHARED = 4;

/** Number of hashed features, from the first on, that share weights by {@link SHARED}. */
export function sharedCount(head: Head, sparseBits: number): number {
  return head === "bot" ? 1 << sparseBits : 0;
}

/** Number of bins of all dense features together. */
export function binCount(edges: Edges): number {
  return edges.reduce((sum, list) => sum + list.length + 1, 0);
}

/** Weights of 0 for each bin and for each of `sparse` hashed features. */
export function noWeights(edges: Edges, sparse: number): LinearWeights {
  return { bias: 0, bins: new Float64Array(binCount(edges)), sparse: new Float64Array(sparse) };
}

/** Number of the first bin of each dense feature among the bins of all. */
export function firstBins(edges: Edges): number[] {
  let next = 0;
  return edges.map((list) => {
    const first = next;
    next += list.length + 1;
    return first;
  });
}
