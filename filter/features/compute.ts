/** All dense features of a record, and its template, from what was parsed. */

import { parsed } from "../parse/parsed";
import { ACTION, DPORT, fieldAt, fieldEnd, hasField, OUTCOME, RCODE, SERVICE, USER } from "../record/fields";
import { DENSE_COUNT, FAMILY_COUNT, Feature, FIRST_FAMILY } from "../schema/features";
import { DNS, WEB } from "../schema/kinds";
import { ascii, parseUnsigned, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { nameFeatures } from "./dns-name";
import { messageFeatures } from "./message";
import { portClass } from "./port";
import { requestFeatures } from "./request";
import { sourceFeatures } from "./source";
import { clearSums, familyCount, hasFamilies, longestWord, wordCount } from "./sums";
import { requestTemplate, target } from "./target";
import { messageTemplate } from "./template";
import { frequency } from "./template-frequency";
import { bits, DENSE, DOES_NOT_APPLY, set } from "./values";

const NO_ERROR: usize = ascii("NOERROR");

/** What {@link DENSE} is where nothing applies, and no word tells a family. */
const NOTHING: usize = memory.data(DENSE_COUNT << 2, 8);

for (let feature: u32 = 0; feature < DENSE_COUNT; feature++) {
  const isFamily = feature - FIRST_FAMILY < FAMILY_COUNT;
  store<f32>(NOTHING + (feature << 2), isFamily ? 0 : DOES_NOT_APPLY);
}

/** Template fingerprint of the record that was parsed. */
export function eventTemplate(kind: u32): u32 {
  if (kind == WEB) return requestTemplate();
  return messageTemplate(kind, fieldAt(SERVICE), fieldEnd(SERVICE), parsed.messageAt, parsed.messageEnd);
}

/** Whether what was tried went through: a login, a look-up, a packet. */
function failed(): f32 {
  if (hasField(OUTCOME)) return load<u8>(fieldAt(OUTCOME)) == Char.f ? 1 : 0;
  if (hasField(ACTION)) return load<u8>(fieldAt(ACTION)) == Char.d ? 1 : 0;
  if (hasField(RCODE)) return startsWith(fieldAt(RCODE), fieldEnd(RCODE), NO_ERROR) ? 0 : 1;
  return DOES_NOT_APPLY;
}

/**
 * Computes the dense features and the sums of the record that was parsed, and counts its source. Its template has to be
 * there, and counted.
 *
 * @param time event time, milliseconds since the epoch
 */
export function computeFeatures(kind: u32, time: i64): void {
  memory.copy(DENSE, NOTHING, DENSE_COUNT << 2);
  clearSums();
  target.stretchAt = 0;
  set(Feature.Kind, <f32>kind);
  set(Feature.Level, <f32>parsed.level);
  set(Feature.Duration, parsed.duration < 0 ? DOES_NOT_APPLY : bits(parsed.duration));
  set(Feature.User, hasField(USER) ? 1 : 0);
  set(Feature.TemplateSeen, bits(frequency.seen));
  set(Feature.Surprise, frequency.surprisal);
  set(Feature.SurpriseExcess, frequency.excess);
  set(Feature.Failed, failed());
  if (hasField(DPORT)) set(Feature.Port, portClass(parseUnsigned(fieldAt(DPORT), fieldEnd(DPORT))));
  if (kind == WEB) requestFeatures();
  else messageFeatures();
  if (kind == DNS) nameFeatures();
  set(Feature.Words, bits(wordCount()));
  set(Feature.LongestWord, <f32>longestWord());
  if (hasFamilies()) {
    for (let family: u32 = 0; family < FAMILY_COUNT; family++) {
      set(FIRST_FAMILY + family, <f32>familyCount(family));
    }
  }
  sourceFeatures(kind, time);
}
