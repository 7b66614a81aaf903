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
import { CALIBRATION_SEED, calibratedAnomalies } from "./default/calibrate.ts";
import { Dataset } from "./examples/dataset.ts";
import { replay } from "./examples/replay.ts";
import { learnHeads } from "./learn/heads.ts";
import { checkModel } from "./model/check.ts";
import { embedModel } from "./model/embed.ts";
import { encodeModel } from "./model/encode.ts";
import { featuresHash } from "./model/hash.ts";
import type { Model } from "./model/model.ts";
import { DEFAULT_BLOB, UNWEIGHTED_MODULE } from "./paths.ts";

const SEED = 20261121;
const TRAIN: CorpusSize = {
  web: 260_000,
  auth: 24_000,
  dns: 40_000,
  firewall: 20_000,
  app: 16_000,
  syslog: 10_000,
  unknown: 20_000,
  mixed: 40_000,
  requests: 900_000,
  agents: 240_000,
};
/** Held-out lines of each part, made from another seed, as a share of its lines. */
const HELD_OUT_SHARE = 0.2;
/** Lines of the first learning, whose model only chooses stretches for the second, likewise. */
const FIRST_SHARE = 0.3;
/** No date: the same corpus makes the same model. */
const MODEL_ID = "default-1";

function scaled(size: CorpusSize, share: number): CorpusSize {
  return Object.fromEntries(
    Object.entries(size).map(([part, lines]) => [part, Math.round(lines * share)]),
  ) as CorpusSize;
}

const started = performance.now();
const say = (text: string) =>
  console.error(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s  ${text}`);

const unweighted = readFileSync(UNWEIGHTED_MODULE);
const { schema } = Filter.load(unweighted);
const base = baseModel(schema);
const rng = new Random(SEED);

/** Adds a corpus as a model's module reads it; returns the numbers of its examples. */
const addCorpus = (data: Dataset, by: Model, size: CorpusSize, seed: number, part: string): Uint32Array => {
  const module = Filter.compile(embedModel(unweighted, encodeModel(by, schema)));
  const from = data.size;
  for (const [name, lines] of corpusStreams(size, seed)) {
    replay(Filter.load(module), lines, data);
    say(`${part} ${name}: ${data.size} examples so far`);
  }
  return Uint32Array.from({ length: data.size - from }, (_, i) => from + i);
};

/** Learns from features as a model's module reads them: it chooses the stretch of a text that some of them are of. */
const learn = (by: Model, share: number, part: string): Model => {
  const data = new Dataset(schema.dense.length);
  const train = addCorpus(data, by, scaled(TRAIN, share), rng.uint32(), `${part}, train`);
  const heldOut = addCorpus(
    data,
    by,
    scaled(TRAIN, share * HELD_OUT_SHARE),
    rng.uint32(),
    `${part}, held out`,
  );
  return learnHeads(base, schema, data, train, heldOut, rng, say);
};
const first = learn(base, FIRST_SHARE, "first");
const model = learn(first, 1, "second");
model.id = MODEL_ID;
model.meta = {
  id: MODEL_ID,
  seed: SEED,
  lines: Object.values(TRAIN).reduce((sum, lines) => sum + lines, 0),
  from: "simulators and npm packages",
  features: featuresHash(schema),
};
say("calibration of the anomaly head");
const blob = calibratedAnomalies(
  embedModel(unweighted, encodeModel(model, schema)),
  new Random(CALIBRATION_SEED),
);
checkModel(embedModel(unweighted, blob));
writeFileSync(DEFAULT_BLOB, blob);
say(`wrote ${DEFAULT_BLOB.slice(join(PACKAGE_ROOT, "/").length)}, ${blob.length} bytes`);
