/**
 * Up to three reasons for a verdict: first what people said, then the attack category, the fault, or the type of client and what it is to the site, then
 * that the step is unusual, then the features that add most to the deciding head's sum.
 */
import { SECRET } from "../features/extension";
import { sourceVerdict } from "../features/source";
import { isOfCrowd } from "../features/source-crowd";
import { DENSE } from "../features/values";
import { biasedWeight, WEIGHT_BIAS } from "../model/linear";
import { DENSE_COUNT, Feature } from "../schema/features";
import { Label, Severity } from "../schema/labels";
import { NO_REASON, REASON_COUNT, REASON_NAMES, Reason } from "../schema/reasons";
import { itemEnd, itemStart } from "../text/list";
import { attackCategory, clientCategory, isAmbiguous, isMild } from "./attack-category";
import { robotReason } from "./client";
import { fault } from "./fault";
import { binNumbers } from "./incremental";
import { loginReason } from "./login";
import { isUnusualStep } from "./session";
import { taught } from "./taught";
import { verdict } from "./verdict";

const MAX_REASONS: u32 = 3;

/** A reason, and what it adds. */
@unmanaged
class Ranked {
  /** Number in REASON_NAMES. */
  reason: u32;
  /** What its feature adds to the deciding head's sum. */
  added: i32;
}

/** {@link Ranked} entries of the record at hand, best first. */
const RANKED: usize = memory.data(MAX_REASONS * offsetof<Ranked>(), 8);

/** Number, in REASON_NAMES, of the reason of this rank. @inline */
export function reasonAt(rank: u32): u32 {
  return rankedAt(rank).reason;
}

/** @inline */
function rankedAt(rank: u32): Ranked {
  return changetype<Ranked>(RANKED + rank * offsetof<Ranked>());
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

/** Signs of a pair of f32 values. */
const SIGNS: u64 = 0x8000000080000000;

/** Finds the reasons of the verdict; of a normal event, a failure that is no attack. */
export function findReasons(): void {
  verdict.reasons = 0;
  const ofLogin = loginReason();
  const isFirst = ofLogin == Reason.LoginFirstFailure;
  if (ofLogin != NO_REASON && isFirst != (verdict.label == Label.Attack)) insert(0, ofLogin, i32.MAX_VALUE);
  if (sourceVerdict.isOfFailingClient && (verdict.label == Label.Normal || verdict.label == Label.Anomaly))
    insert(0, Reason.ClientFailing, i32.MAX_VALUE);
  if (taught.reason != NO_REASON) insert(0, taught.reason, i32.MAX_VALUE);
  if (verdict.label == Label.Normal) return;
  const category = categoryOf(verdict.label);
  if (category != NO_REASON && category != ofLogin) insert(verdict.reasons, category, i32.MAX_VALUE);
  if (isMild(category)) verdict.severity = Severity.Low;
  // Behind a fault: who mutes unusual steps hides none.
  if (verdict.label == Label.Anomaly && isUnusualStep())
    insert(verdict.reasons, Reason.UnusualStep, i32.MAX_VALUE);
  const robot = verdict.label == Label.Bot ? robotReason() : NO_REASON;
  if (robot != NO_REASON) insert(verdict.reasons, robot, i32.MAX_VALUE);
  if (verdict.label == Label.Attack && isOfCrowd(sourceVerdict.behaviour))
    insert(verdict.reasons, Reason.SourceCrowd, i32.MAX_VALUE - 1);
  const weights = verdict.head << 2;
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

function categoryOf(label: Label): u32 {
  if (label == Label.Attack) return attackCategory();
  if (label == Label.Anomaly) return fault.reason;
  return label == Label.Bot ? clientCategory() : NO_REASON;
}

/** Makes a feature a reason if it can be one. Returns the biased weight that the next has to pass. */
function consider(feature: u32, biased: u32, least: u32): u32 {
  if (!isTelling(feature, load<f32>(feature << 2, DENSE)) || load<u8>(feature, NAMESAKES) == NAMELESS)
    return least;
  if (isAmbiguous(feature)) return least;
  return <u32>rank(feature, <i32>(biased - WEIGHT_BIAS)) + WEIGHT_BIAS;
}

/**
 * Ranks a feature among the reasons, unless one of the same name adds as much. Of equals the first ranks higher. Returns
 * what the next has to add more than.
 */
function rank(feature: u32, added: i32): i32 {
  const name = load<u8>(feature, NAMESAKES);
  for (let place: u32 = 0; place < verdict.reasons; place++) {
    if (load<u8>(reasonAt(place), NAMESAKES) != name) continue;
    if (rankedAt(place).added >= added) return leastAdded();
    remove(place);
    break;
  }
  let place = verdict.reasons < MAX_REASONS ? verdict.reasons : MAX_REASONS - 1;
  while (place > 0 && rankedAt(place - 1).added < added) place--;
  insert(place, feature, added);
  return leastAdded();
}

/** Puts a reason in a place; the lower ones move down, and the last falls out where there are too many. */
function insert(place: u32, reason: u32, added: i32): void {
  if (verdict.reasons < MAX_REASONS) verdict.reasons++;
  for (let p = verdict.reasons - 1; p > place; p--) {
    rankedAt(p).reason = rankedAt(p - 1).reason;
    rankedAt(p).added = rankedAt(p - 1).added;
  }
  rankedAt(place).reason = reason;
  rankedAt(place).added = added;
}

function remove(place: u32): void {
  verdict.reasons--;
  for (let p = place; p < verdict.reasons; p++) {
    rankedAt(p).reason = rankedAt(p + 1).reason;
    rankedAt(p).added = rankedAt(p + 1).added;
  }
}

function leastAdded(): i32 {
  return verdict.reasons < MAX_REASONS ? 0 : rankedAt(MAX_REASONS - 1).added;
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
