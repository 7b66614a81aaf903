/** From scores to a label, a severity and up to three reasons. */

import { SECRET } from "../features/extension";
import { DENSE } from "../features/values";
import { biasedWeight, WEIGHT_BIAS } from "../model/linear";
import { ANOMALY, BOT, isOn, THREAT, threshold } from "../model/settings";
import { DENSE_COUNT, Feature } from "../schema/features";
import { NO_REASON, REASON_COUNT, REASON_NAMES } from "../schema/reasons";
import { ascii } from "../text/ascii";
import { itemEnd, itemStart, list } from "../text/list";
import { attackKind, clientKind, isHearsay } from "./attack-category";
import { score } from "./heads";
import { binNumbers } from "./incremental";

export const NORMAL: u32 = 0;
export const LABEL_BOT: u32 = 1;
export const ATTACK: u32 = 2;
export const LABEL_ANOMALY: u32 = 3;
export const LABEL_NAMES: usize = list(ascii("normal,bot,attack,anomaly"));
export const SEVERITY_NAMES: usize = list(ascii("none,low,medium,high,critical"));

export const MAX_REASONS: u32 = 3;
/** Numbers of the reasons in REASON_NAMES, best first. */
const REASONS: usize = memory.data(MAX_REASONS << 2, 4);
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

/** Number, in REASON_NAMES, of the reason of this rank. @inline */
export function reason(rank: u32): u32 {
  return load<u32>(REASONS + (rank << 2));
}

/** Whether something is there that a feature's name speaks of. @inline */
function isTelling(feature: u32, value: f32): bool {
  // These are named for what is missing.
  if (feature == Feature.Referer) return value == 0;
  if (feature == Feature.SourceRefererShare) return value >= 0 && value < 0.5;
  if (feature == Feature.UaLength) return value >= 0;
  if (feature == Feature.Extension) return value == <f32>SECRET;
  return value > 0;
}

/** What each of {@link REASONS} adds to the deciding head's sum. */
const ADDED: usize = memory.data(MAX_REASONS << 2, 4);
/** Signs of a pair of f32 values. */
const SIGNS: u64 = 0x8000000080000000;

/** Up to three: first what kind of attack or client it is, then what weighs most among the rest. */
function findReasons(): void {
  reasonCount = 0;
  if (label == NORMAL) return;
  const first = label == ATTACK ? attackKind() : label == LABEL_BOT ? clientKind() : NO_REASON;
  if (first != NO_REASON) {
    addReason(first);
    store<i32>(ADDED, i32.MAX_VALUE);
  }
  const weights = deciding << 2;
  const numbers = binNumbers();
  // Only what adds more than this, biased as the weights are, can still become a reason.
  let least = WEIGHT_BIAS;
  for (let pair: u32 = 0; pair < DENSE_COUNT; pair += 2) {
    // Most features don't apply, and both of a pair are then negative.
    if ((load<u64>(pair << 2, DENSE) & SIGNS) == SIGNS) continue;
    const both = load<u32>(numbers + (pair << 1));
    const first = biasedWeight(weights, both & 0xffff);
    if (first > least) least = consider(pair, first, least);
    const second = biasedWeight(weights, both >> 16);
    if (second > least) least = consider(pair + 1, second, least);
  }
}

/** Makes a feature a reason if it can be one. Returns the biased weight that the next has to pass. */
function consider(feature: u32, biased: u32, least: u32): u32 {
  if (!isTelling(feature, load<f32>(feature << 2, DENSE)) || load<u8>(feature, NAMESAKES) == NAMELESS)
    return least;
  if (isHearsay(feature)) return least;
  return <u32>rank(feature, <i32>(biased - WEIGHT_BIAS)) + WEIGHT_BIAS;
}

/**
 * Puts a feature among the reasons where it belongs, unless one of its name stands there that adds as much. Of equals
 * the first stays before the others. Returns what the next has to add more than.
 */
function rank(feature: u32, added: i32): i32 {
  const name = load<u8>(feature, NAMESAKES);
  for (let place: u32 = 0; place < reasonCount; place++) {
    if (load<u8>(reason(place), NAMESAKES) != name) continue;
    if (load<i32>(place << 2, ADDED) >= added) return leastAdded();
    // It is better: takes the place from which it then rises.
    for (let p = place + 1; p < reasonCount; p++) setReason(p - 1, reason(p), load<i32>(p << 2, ADDED));
    reasonCount--;
    break;
  }
  let place = reasonCount < MAX_REASONS ? reasonCount++ : MAX_REASONS - 1;
  while (place > 0 && load<i32>((place - 1) << 2, ADDED) < added) {
    setReason(place, reason(place - 1), load<i32>((place - 1) << 2, ADDED));
    place--;
  }
  setReason(place, feature, added);
  return leastAdded();
}

function leastAdded(): i32 {
  return reasonCount < MAX_REASONS ? 0 : load<i32>(ADDED + ((MAX_REASONS - 1) << 2));
}

function setReason(place: u32, feature: u32, added: i32): void {
  store<u32>(place << 2, feature, REASONS);
  store<i32>(place << 2, added, ADDED);
}

function addReason(feature: u32): void {
  store<u32>(REASONS + (reasonCount++ << 2), feature);
}

/** u8 for each of REASON_NAMES: the number of the first that has the same name. */
const NAMESAKES: usize = memory.data(REASON_COUNT, 8);
const NAMELESS: u32 = 0xff;

for (let i: u32 = 0; i < REASON_COUNT; i++) {
  const at = itemStart(REASON_NAMES, i);
  const length = itemEnd(REASON_NAMES, i) - at;
  let first: u32 = 0;
  while (
    itemEnd(REASON_NAMES, first) - itemStart(REASON_NAMES, first) != length ||
    memory.compare(itemStart(REASON_NAMES, first), at, length) != 0
  )
    first++;
  store<u8>(NAMESAKES + i, length ? first : NAMELESS);
}
