/**
 * What people said of lines (model/taught.ts), put in the place of the label. The heads' scores stay the model's own.
 *
 * The narrowest entry of the line that holds decides: `normal` only as far as the corrected line went, with no score above
 * the entry's ceilings and, of an attack, with the same technique in the same place and, but in a path, the same text; never
 * of an attack by its user agent alone; any other label only where it outweighs the model's, as attack does bot, bot anomaly, and anomaly normal.
 */
import { keyOf, markOf, NO_MARK } from "../features/taught-keys";
import { Entry, findTaught, isMarked, mayTeach, SCOPE_COUNT, Scope } from "../model/taught";
import { HEAD_COUNT } from "../schema/heads";
import { Label } from "../schema/labels";
import { NO_REASON, REASON_NAMES, Reason } from "../schema/reasons";
import { addToDigest, beginDigest, endDigest } from "../text/blake2s";
import { FNV_OFFSET, fnv } from "../text/hash";
import { itemEnd, itemStart } from "../text/list";
import { technique } from "./attack-category";
import { score } from "./heads";
import { clearHit, findHit, HIT_TEXT, hit, isOfRequest, Part } from "./hit";
import { decideTaught, weightOf } from "./label";
import { verdict } from "./verdict";

/** What was taught of the record at hand. */
@unmanaged
class Taught {
  /** Id of the entry that holds; 0 for none. */
  entry: u32;
  /** Reason of the label, where an entry changed it, which stands before all others; else NO_REASON. */
  reason: u32;
  /** Technique that the line shows, in REASON_NAMES, where, and a digest of the text there; only where asked for. */
  technique: u32;
  part: Part;
  text: u32;
}

export const taught: Taught = changetype<Taught>(memory.data(offsetof<Taught>(), 4));

/** Sets the label that an entry has for the line that was judged. */
export function teach(): void {
  taught.entry = 0;
  taught.reason = NO_REASON;
  if (!mayTeach(verdict.label == Label.Normal)) return;
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
  if (label == Label.Attack && isOfRequest()) findHit();
  else clearHit();
}

/** Whether an entry is meant for the line at hand. */
function holds(entry: Entry): bool {
  if (entry.label != <u8>Label.Normal) return weightOf(entry.label) >= weightOf(verdict.label);
  for (let head: u32 = 0; head < HEAD_COUNT; head++) if (score(head) > entry.ceiling(head)) return false;
  if (verdict.label != Label.Attack) return true;
  if (entry.scope == <u8>Scope.Agent) return false;
  findTechnique();
  return techniqueHash() == entry.technique;
}

/** Finds what an attack would be seen by; the hit of one has to be found. */
function findTechnique(): void {
  taught.technique = technique();
  taught.text = 0;
  if (!isOfRequest()) {
    taught.part = taught.technique == NO_REASON ? Part.None : Part.Message;
    return;
  }
  taught.part = hit.at ? hit.part : Part.None;
  // A path is a matter of the key.
  if (taught.part <= Part.Path) return;
  beginDigest();
  addToDigest(HIT_TEXT, HIT_TEXT + hit.length);
  taught.text = <u32>endDigest();
}

/** FNV-1a of the technique's name, plus the part's number and the text's digest; the same in trainer/model/taught.ts. */
function techniqueHash(): u32 {
  const name = taught.technique;
  const hash =
    name == NO_REASON
      ? FNV_OFFSET
      : fnv(itemStart(REASON_NAMES, name), itemEnd(REASON_NAMES, name), FNV_OFFSET);
  return hash + taught.part + taught.text;
}

/** Finds the technique of the line at hand, whatever its label; for explain. */
export function noteTechnique(): void {
  const hasHit = hit.at != 0;
  if (!hasHit && isOfRequest()) findHit();
  findTechnique();
  if (!hasHit) clearHit();
}
