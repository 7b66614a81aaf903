/** Runs the heads over the features of the record at hand, and keeps what each has to say. */

import { botSum, threatSum } from "./features/ngrams";
import { DENSE } from "./features/values";
import { calibrated } from "./model/calibrate";
import { isolation } from "./model/forest";
import { biasOf, binOf, binScale, scaleOf, weightsOfBin } from "./model/linear";
import { nearestSquare } from "./model/neighbours";
import { ANOMALY, BOT, HEAD_COUNT, isOn, THREAT } from "./model/settings";
import { errorSquare } from "./model/subspace";
import { D_CENTRE_DISTANCE, D_ISOLATION, D_RECONSTRUCTION, DENSE_COUNT, STAGE_ONE_COUNT } from "./schema";

/** u8 bin of each dense feature. */
export const BINS: usize = memory.data(128, 8);
const RAW: usize = memory.data(16, 4);
const SCORES: usize = memory.data(16, 4);

/** Uncalibrated score of a head, a logit. */
export function rawScore(head: u32): f32 {
  return load<f32>(RAW + (head << 2));
}

/** Calibrated score, 0..1; 0 of a head that is off. */
export function score(head: u32): f32 {
  return load<f32>(SCORES + (head << 2));
}

export function clearScores(): void {
  for (let head: u32 = 0; head < HEAD_COUNT; head++) {
    store<f32>(RAW + (head << 2), 0);
    store<f32>(SCORES + (head << 2), 0);
  }
}

/** Coordinates of the event for distances: each bin of stage one as a share of its feature's last, 0..127. */
const POINT: usize = memory.data(128, 8);
/** f32 percent of the way from one end of a coordinate to the other. */
const PERCENT: f32 = 100 / 127;

function setDense(feature: u32, value: f32): void {
  store<f32>(DENSE + (feature << 2), value);
  store<u8>(BINS + feature, binOf(feature, value));
}

/** The bin of each dense feature of stage one; what the model measures distances in. */
export function computeBins(): void {
  for (let feature: u32 = 0; feature < STAGE_ONE_COUNT; feature++) {
    const bin = binOf(feature, load<f32>(DENSE + (feature << 2)));
    store<u8>(BINS + feature, bin);
    store<u8>(POINT + feature, (bin * binScale(feature)) >> 8);
  }
}

/** Isolation, distance to the nearest centre, reconstruction error. */
export function computeDistances(kind: u32): void {
  setDense(D_ISOLATION, (1 - isolation(BINS)) * 100);
  const sides = <f32>STAGE_ONE_COUNT;
  setDense(D_CENTRE_DISTANCE, sqrt<f32>(<f32>nearestSquare(kind, POINT) / sides) * PERCENT);
  setDense(D_RECONSTRUCTION, sqrt<f32>(errorSquare(kind, POINT) / sides) * PERCENT);
}

/** Scores the record whose features are computed. */
export function runHeads(kind: u32): void {
  clearScores();
  computeBins();
  if (isOn(ANOMALY)) computeDistances(kind);
  let threat = threatSum();
  let bot = botSum();
  let anomaly = 0;
  const last = isOn(ANOMALY) ? DENSE_COUNT : STAGE_ONE_COUNT;
  for (let feature: u32 = 0; feature < last; feature++) {
    const weights = weightsOfBin(feature, load<u8>(BINS + feature));
    threat += load<i16>(weights);
    bot += load<i16>(weights, 2);
    anomaly += load<i16>(weights, 4);
  }
  finish(THREAT, threat);
  finish(BOT, bot);
  finish(ANOMALY, anomaly);
}

function finish(head: u32, sum: i32): void {
  if (!isOn(head)) return;
  const raw = biasOf(head) + scaleOf(head) * <f32>sum;
  store<f32>(RAW + (head << 2), raw);
  store<f32>(SCORES + (head << 2), calibrated(head, raw));
}
