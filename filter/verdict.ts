/** From scores to a label, a severity and up to three reasons. */
import { attackKind, clientKind, NO_REASON } from "./culprit";
import { DENSE } from "./features/values";
import { score } from "./heads";
import { bins } from "./measure";
import { binWeight } from "./model/linear";
import { ANOMALY, BOT, isOn, THREAT, threshold } from "./model/settings";
import { D_REFERER, D_SOURCE_REFERER_SHARE, D_UA_LENGTH, DENSE_COUNT, REASON_NAMES } from "./schema";
import { ascii } from "./text/ascii";
import { itemEnd, itemStart, list } from "./text/list";

export const NORMAL: u32 = 0;
export const LABEL_BOT: u32 = 1;
export const ATTACK: u32 = 2;
export const LABEL_ANOMALY: u32 = 3;
export const LABEL_NAMES: usize = list(ascii("normal,bot,attack,anomaly"));
export const SEVERITY_NAMES: usize = list(ascii("none,low,medium,high,critical"));

export const MAX_REASONS: u32 = 3;
/** Numbers of the reasons in REASON_NAMES, best first. */
const REASONS: usize = memory.data(16, 4);
let reasonCount: u32 = 0;
let label: u32 = NORMAL;
let deciding: u32 = THREAT;

/** What the record is taken for. An attack outweighs its being automated, and both outweigh being odd. */
export function judge(): void {
  if (isOn(THREAT) && score(THREAT) >= threshold(THREAT)) {
    label = ATTACK;
    deciding = THREAT;
  } else if (isOn(BOT) && score(BOT) >= threshold(BOT)) {
    label = LABEL_BOT;
    deciding = BOT;
  } else if (isOn(ANOMALY) && score(ANOMALY) >= threshold(ANOMALY)) {
    label = LABEL_ANOMALY;
    deciding = ANOMALY;
  } else {
    label = NORMAL;
    deciding = THREAT;
    if (score(BOT) > score(deciding)) deciding = BOT;
    if (score(ANOMALY) > score(deciding)) deciding = ANOMALY;
  }
  findReasons();
}

export function labelFound(): u32 {
  return label;
}

/** The score that decided. */
export function decidingScore(): f32 {
  return score(deciding);
}

/** The head that decided. */
export function decidingHead(): u32 {
  return deciding;
}

/** 0 none … 4 critical: a robot is at most medium, an attack at least medium, an anomaly in between. */
export function severity(): u32 {
  const sure = decidingScore();
  switch (label) {
    case LABEL_BOT:
      return sure >= 0.9 ? 2 : 1;
    case ATTACK:
      return sure >= 0.99 ? 4 : sure >= 0.8 ? 3 : 2;
    case LABEL_ANOMALY:
      return sure >= 0.98 ? 3 : sure >= 0.9 ? 2 : 1;
    default:
      return 0;
  }
}

export function reasons(): u32 {
  return reasonCount;
}

/** Number, in REASON_NAMES, of the reason of this rank. */
export function reason(rank: u32): u32 {
  return load<u32>(REASONS + (rank << 2));
}

/** What a dense feature adds to a head's sum: whole weights. */
export function contribution(head: u32, feature: u32): i32 {
  return binWeight(head, feature, load<u8>(bins() + feature));
}

/** Whether a feature can be a reason: it has a name, and something is there that the name speaks of. */
function isTelling(feature: u32): bool {
  if (itemEnd(REASON_NAMES, feature) == itemStart(REASON_NAMES, feature)) return false;
  const value = load<f32>(DENSE + (feature << 2));
  // These are named for what is missing.
  if (feature == D_REFERER) return value == 0;
  if (feature == D_SOURCE_REFERER_SHARE) return value >= 0 && value < 0.5;
  if (feature == D_UA_LENGTH) return value >= 0;
  return value > 0;
}

/** Up to three: first what kind of attack or client it is, then what weighs most among the rest. */
function findReasons(): void {
  reasonCount = 0;
  if (label == NORMAL) return;
  const first = label == ATTACK ? attackKind() : label == LABEL_BOT ? clientKind() : NO_REASON;
  if (first != NO_REASON) addReason(first);
  while (reasonCount < MAX_REASONS) {
    let best = 0;
    let bestFeature = NO_REASON;
    for (let feature: u32 = 0; feature < DENSE_COUNT; feature++) {
      const value = contribution(deciding, feature);
      if (value <= best || !isTelling(feature) || isReason(feature)) continue;
      best = value;
      bestFeature = feature;
    }
    if (bestFeature == NO_REASON) return;
    addReason(bestFeature);
  }
}

function addReason(feature: u32): void {
  store<u32>(REASONS + (reasonCount++ << 2), feature);
}

/** Whether a reason of the same name stands already. */
function isReason(feature: u32): bool {
  const at = itemStart(REASON_NAMES, feature);
  const length = itemEnd(REASON_NAMES, feature) - at;
  for (let rank: u32 = 0; rank < reasonCount; rank++) {
    const other = reason(rank);
    const start = itemStart(REASON_NAMES, other);
    if (itemEnd(REASON_NAMES, other) - start == length && memory.compare(start, at, length) == 0) return true;
  }
  return false;
}
