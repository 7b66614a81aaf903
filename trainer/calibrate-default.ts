/**
 * Calibrates the anomaly head of the default model anew (`npm run calibrate:default`), and leaves its weights: where what a score means
 * has changed, or what the filter raises. Seeded. Writes trainer/default/model.blob.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { Random } from "../simulate/lib/random.ts";
import { CALIBRATION_SEED, calibratedAnomalies } from "./default/calibrate.ts";
import { checkModel } from "./model/check.ts";
import { embedModel } from "./model/embed.ts";
import { DEFAULT_BLOB, UNWEIGHTED_MODULE } from "./paths.ts";

const unweighted = readFileSync(UNWEIGHTED_MODULE);
const blob = calibratedAnomalies(
  embedModel(unweighted, readFileSync(DEFAULT_BLOB)),
  new Random(CALIBRATION_SEED),
);
checkModel(embedModel(unweighted, blob));
writeFileSync(DEFAULT_BLOB, blob);
