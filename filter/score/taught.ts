/**
 * What people said of lines (model/taught.ts), put in the place of the label. The heads' scores stay the model's own.
 *
 * The narrowest entry of the line that holds decides: `normal` only as far as the corrected line went, with no score above
 * the entry's ceilings and, of an attack, with the same technique in the same place, and never of an attack by its user
 * agent alone; any other label only where it outweighs the model's, as attack does bot, bot anomaly, and anomaly normal.
 */
import { keyOf, markOf, NO_MARK, readSource } from "../features/taught-keys";
import { get } from "../features/values";
import { Entry, findTaught, isMarked, mayTeach, SCOPE_COUNT, Scope } from "../model/taught";
import { Feature } from "../schema/features";
import { HEAD_COUNT } from "../schema/heads";
import { Kind } from "../schema/kinds";
import { Label } from "../schema/labels";
import { NO_REASON, REASON_NAMES, Reason } from "../schema/reasons";
import { Char } from "../text/char";
import { FNV_OFFSET, FNV_PRIME, fnv } from "../text/hash";
import { itemEnd, itemStart } from "../text/list";
import { technique } from "./attack-category";
import { score } from "./heads";
import { clearHit, findHit, hit, PART_NAMES, Part } from "./hit";
import { decideTaught } from "./label";
import { verdict } from "./verdict";

/** Stands for no part. */
export const NO_PART: u32 = 0xffff;

/** What was taught of the record at hand. */
@unmanaged
class Taught {
  /** Id of the entry that holds; 0 for none. */
  entry: u32;
  /** Reason of the label, where an entry changed it; else NO_REASON. */
  reason: u32;
  /** Technique that the line shows, in REASON_NAMES, and a `Part`; only where they were asked for. */
  technique: u32;
  part: u32;
}

export const taught: Taught = changetype<Taught>(memory.data(offsetof<Taught>(), 4));

/** Reason that stands before all others; NO_REASON for none. @inline */
export function taughtReason(): u32 {
  return taught.reason;
}

/** Sets the label that an entry has for the line that was judged. */
export function teach(): void {
  taught.entry = 0;
  taught.reason = NO_REASON;
  if (!mayTeach(verdict.label == Label.Normal)) return;
  readSource();
  for (let scope: u32 = 0; scope < SCOPE_COUNT; scope++) {
    const mark = markOf(scope);
    if (mark == NO_MARK || !isMarked(scope, mark)) continue;
    const entry = findTaught(scope, keyOf(scope, mark));
    if (!entry || !holds(entry)) continue;
    taught.entry = entry.id;
    if (<u32>entry.label != <u32>verdict.label) change(entry.label);
    return;
  }
}

function change(label: Label): void {
  decideTaught(label);
  taught.reason = <u32>Reason.TaughtNormal + label;
  if (label == Label.Attack && isRequest()) findHit();
  else clearHit();
}

/** Whether an entry is meant for the line at hand. */
function holds(entry: Entry): bool {
  const label = <Label>entry.label;
  if (label != Label.Normal) return weightOf(label) >= weightOf(verdict.label);
  for (let head: u32 = 0; head < HEAD_COUNT; head++) if (score(head) > entry.ceiling(head)) return false;
  if (verdict.label != Label.Attack) return true;
  if (entry.scope == <u8>Scope.Agent) return false;
  findTechnique();
  return techniqueHash() == entry.technique;
}

/** Which label outweighs which. */
function weightOf(label: Label): u32 {
  return label == Label.Attack ? 3 : label == Label.Bot ? 2 : label == Label.Anomaly ? 1 : 0;
}

/** Whether the verdict is on a request; also that of a message about one that is an attack. */
function isRequest(): bool {
  return get(Feature.Kind) == <f32>Kind.Web;
}

/** Finds what an attack would be seen by; the hit of one has to be found. */
function findTechnique(): void {
  taught.technique = technique();
  taught.part = isRequest()
    ? hit.at
      ? <u32>hit.part
      : NO_PART
    : taught.technique == NO_REASON
      ? NO_PART
      : <u32>Part.Message;
}

/** FNV-1a of technique and part as explain writes them, `attack:xss/query`. */
function techniqueHash(): u32 {
  let hash = FNV_OFFSET;
  if (taught.technique != NO_REASON)
    hash = fnv(itemStart(REASON_NAMES, taught.technique), itemEnd(REASON_NAMES, taught.technique), hash);
  if (taught.part == NO_PART) return hash;
  hash = (hash ^ Char.Slash) * FNV_PRIME;
  return fnv(itemStart(PART_NAMES, taught.part), itemEnd(PART_NAMES, taught.part), hash);
}

/** Finds the technique of the line at hand, whatever its label; for explain. */
export function noteTechnique(): void {
  const hasHit = hit.at != 0;
  if (!hasHit && isRequest()) findHit();
  findTechnique();
  if (!hasHit) clearHit();
}
