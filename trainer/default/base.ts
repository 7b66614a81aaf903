/** What every model begins with: settings, names and dictionary, and no weights yet. */
import type { Schema } from "../../host/filter.ts";
import {
  type Calibration,
  DISTANCES,
  type Forest,
  hashedCount,
  type Model,
  noWeights,
  type Settings,
} from "../model/model.ts";
import { DICTIONARY } from "./dictionary.ts";
import { FRAGMENTS } from "./fragments.ts";
import { FIELD_NAMES } from "./names.ts";

/** log2 of how many hashed features what is asked for has: 64 KiB of weights in all. */
const SPARSE_BITS = 15;

const DEFAULT_SETTINGS: Settings = {
  thresholds: { threat: 0.5, bot: 0.5, anomaly: 0.5 },
  on: { threat: true, bot: true, anomaly: true },
  zoneMinutes: 0,
  timestampKey: "date",
};

const NO_OPINION: Calibration = { raw: [0, 1], probability: [0, 0] };
/** One tree of one node that says nothing. */
const NO_FOREST: Forest = {
  depth: 1,
  normal: 1,
  trees: [{ features: new Uint8Array(1), bins: new Uint8Array(1), leaves: new Float64Array(2) }],
};

/** A model that extracts and counts but has no opinion: what the features are computed with before there is one. */
export function baseModel(schema: Schema): Model {
  const edges = schema.dense.map(() => []);
  const coordinates = schema.dense.length - DISTANCES.length;
  return {
    id: "base",
    meta: {},
    settings: DEFAULT_SETTINGS,
    names: [...FIELD_NAMES],
    dictionary: DICTIONARY,
    fragments: FRAGMENTS,
    templates: [],
    exempt: [],
    edges,
    sparseBits: SPARSE_BITS,
    linear: {
      threat: noWeights(edges, hashedCount(SPARSE_BITS)),
      bot: noWeights(edges, hashedCount(SPARSE_BITS)),
      anomaly: noWeights(edges, 0),
    },
    forest: NO_FOREST,
    neighbours: schema.kinds.map(() => [new Uint8Array(coordinates)]),
    subspace: {
      means: schema.kinds.map(() => new Uint8Array(coordinates)),
      components: schema.kinds.map(() => []),
    },
    calibration: { threat: NO_OPINION, bot: NO_OPINION, anomaly: NO_OPINION },
  };
}
