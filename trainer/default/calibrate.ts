/**
 * Calibration of the default model's anomaly head, by several times the ordinary lines that it is learnt from: one in a hundred thousand
 * is to be told, and servers differ more than their lines do.
 */
import { isFault, isUnusualStep } from "../../host/fault.ts";
import { Filter } from "../../host/filter.ts";
import type { Random } from "../../simulate/lib/random.ts";
import { type CorpusSize, corpusStreams } from "../corpus/lines.ts";
import { shipped } from "../examples/replay.ts";
import { byFalseAlarms } from "../learn/calibration.ts";
import { decodeModule } from "../model/decode.ts";
import { embedModel } from "../model/embed.ts";
import { encodeCalibration } from "../model/encode-learnt.ts";
import type { Calibration } from "../model/model.ts";
import { blobOf } from "../model/sections.ts";

/** Lines of a sample; requests and user agents alone say nothing of anomalies. */
const LINES: CorpusSize = {
  web: 52_000,
  auth: 4_800,
  dns: 8_000,
  firewall: 4_000,
  app: 3_200,
  syslog: 2_000,
  unknown: 4_000,
  mixed: 8_000,
  requests: 0,
  agents: 0,
};
const SAMPLES = 8;
/** Of the default model. */
export const CALIBRATION_SEED = 20261130;
/** Logits that a score tells: a straight line from 0 to 1. */
const RANGE = 20;
const LINEAR: Calibration = { raw: [-RANGE, RANGE], probability: [0, 1] };

/**
 * @param module with the model
 * @returns the blob of the same model with another calibration of its anomaly head
 */
export function calibratedAnomalies(module: Uint8Array, rng: Random): Buffer {
  const { sections, schema, learnt } = decodeModule(module);
  const withCalibration = (anomaly: Calibration) => {
    sections.set("CALI", encodeCalibration({ ...learnt.calibration, anomaly }));
    return blobOf(sections, schema);
  };
  const linear = Filter.compile(embedModel(module, withCalibration(LINEAR)));
  const raw: number[] = [];
  for (let sample = 0; sample < SAMPLES; sample++)
    for (const [, lines] of corpusStreams(LINES, rng.uint32())) addScores(Filter.load(linear), lines, raw);
  return withCalibration(byFalseAlarms(raw));
}

/** Adds raw scores of ordinary lines. */
function addScores(filter: Filter, lines: Parameters<typeof shipped>[0], raw: number[]): void {
  for (const { line, record, time } of shipped(lines)) {
    const event = filter.event(record, time);
    if (!event || line.anomaly !== 0 || line.threat === 1 || isFault(event) || isUnusualStep(event)) continue;
    raw.push((event.anomaly * 2 - 1) * RANGE);
  }
}
