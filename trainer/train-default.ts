/**
 * Makes the default model (`npm run train:default`) from the simulators and packaged lists alone; seeded, so that a second
 * run gives the same bytes. Writes trainer/default/model.blob.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Filter } from "../host/filter.ts";
import { PACKAGE_ROOT } from "../host/module.ts";
import { Random } from "../simulate/lib/random.ts";
import { type CorpusSize, corpusStreams } from "./corpus/lines.ts";
import { baseModel } from "./default/base.ts";
import { Dataset } from "./examples/dataset.ts";
import { replay } from "./examples/replay.ts";
import { learnHeads } from "./learn/heads.ts";
import { checkModel } from "./model/check.ts";
import { embedModel } from "./model/embed.ts";
import { encodeModel } from "./model/encode.ts";
import { featuresHash } from "./model/hash.ts";
import { DEFAULT_BLOB, UNWEIGHTED_MODULE } from "./paths.ts";

const SEED = 20261121;
const TRAIN: CorpusSize = {
  web: 260_000,
  auth: 12_000,
  dns: 12_000,
  firewall: 10_000,
  app: 16_000,
  syslog: 10_000,
  unknown: 20_000,
  mixed: 40_000,
  requests: 480_000,
  agents: 240_000,
};
/** Held-out lines of each part, made from another seed, as a share of its lines. */
const HELD_OUT_SHARE = 0.2;
const HELD_OUT = Object.fromEntries(
  Object.entries(TRAIN).map(([part, lines]) => [part, lines * HELD_OUT_SHARE]),
) as CorpusSize;
/** No date: the same corpus makes the same model. */
const MODEL_ID = "default-1";

const started = performance.now();
const say = (text: string) =>
  console.error(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}`);

const unweighted = readFileSync(UNWEIGHTED_MODULE);
const { schema } = Filter.load(unweighted);
const base = baseModel(schema);
const module = embedModel(unweighted, encodeModel(base, schema));

const data = new Dataset(schema.dense.length);
const rng = new Random(SEED);
/** Adds a corpus; returns the numbers of its examples. */
const addCorpus = (size: CorpusSize, part: string): Uint32Array => {
  const from = data.size;
  for (const [name, lines] of corpusStreams(size, rng.uint32())) {
    replay(Filter.load(module), lines, data);
    say(`${part} ${name}: ${data.size} examples so far`);
  }
  return Uint32Array.from({ length: data.size - from }, (_, i) => from + i);
};
const train = addCorpus(TRAIN, "train");
const heldOut = addCorpus(HELD_OUT, "held out");

const model = learnHeads(base, schema, data, train, heldOut, rng, say);
model.id = MODEL_ID;
model.meta = {
  id: MODEL_ID,
  seed: SEED,
  train: train.length,
  heldOut: heldOut.length,
  from: "simulators and npm packages",
  features: featuresHash(schema),
};
const blob = encodeModel(model, schema);
checkModel(embedModel(unweighted, blob));
writeFileSync(DEFAULT_BLOB, blob);
say(`wrote ${DEFAULT_BLOB.slice(join(PACKAGE_ROOT, "/").length)}, ${blob.length} bytes`);
