/** The base of every model: settings, field aliases and word lists, no weights. */
import { robotNames } from "../../crawlers/names.ts";
import { FIELD_ALIASES } from "../../formats/lib/field-aliases.ts";
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
import { BOT_SUBSTRINGS } from "./bot-substrings.ts";
import { DICTIONARY } from "./dictionary.ts";

/** log2 of the number of the request's hashed features: 64 KiB of weights in all. */
const SPARSE_BITS = 15;

const DEFAULT_SETTINGS: Settings = {
  thresholds: { threat: 0.5, bot: 0.5, anomaly: 0.5 },
  on: { threat: true, bot: true, anomaly: true },
  zoneMinutes: 0,
  timestampKey: "date",
};

const ALWAYS_ZERO: Calibration = { raw: [0, 1], probability: [0, 0] };
/** One tree of one node, for every example the same. */
const NO_FOREST: Forest = {
  depth: 1,
  normal: 1,
  trees: [{ features: new Uint8Array(1), bins: new Uint8Array(1), leaves: new Float64Array(2) }],
};

/** A model that scores everything 0: features are computed with it before there is another. */
export function baseModel(schema: Schema): Model {
  const edges = schema.dense.map(() => []);
  const coordinates = schema.dense.length - DISTANCES.length;
  return {
    id: "base",
    meta: {},
    settings: DEFAULT_SETTINGS,
    fieldAliases: [...FIELD_ALIASES],
    dictionary: DICTIONARY,
    botSubstrings: BOT_SUBSTRINGS,
    robotNames: robotNames(),
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
    centroids: schema.kinds.map(() => [new Uint8Array(coordinates)]),
    pca: {
      means: schema.kinds.map(() => new Uint8Array(coordinates)),
      components: schema.kinds.map(() => []),
    },
    calibration: { threat: ALWAYS_ZERO, bot: ALWAYS_ZERO, anomaly: ALWAYS_ZERO },
  };
}
