/** All dense features of a record, from what was parsed. */
import { parsed } from "../parse/parsed";
import { fieldAt, fieldEnd, hasField } from "../record/fields";
import { DENSE_COUNT, FAMILY_COUNT, Feature, FIRST_FAMILY } from "../schema/features";
import { Field } from "../schema/fields";
import { Kind } from "../schema/kinds";
import { ascii, parseUnsigned, startsWith } from "../text/ascii";
import { Char } from "../text/char";
import { nameFeatures } from "./dns-name";
import { messageFeatures } from "./message";
import { portClass } from "./port";
import { restartRecording } from "./recording";
import { mentionedRequestFeatures, requestFeatures } from "./request";
import { clearSourceVerdict, sourceFeatures } from "./source";
import { clearSums, familyCount, hasFamilies, longestWord, wordCount } from "./sums";
import { requestTemplate } from "./target";
import { frequency } from "./template-frequency";
import { bits, DENSE, DOES_NOT_APPLY, set } from "./values";

const NO_ERROR: usize = ascii("NOERROR");

/** {@link DENSE} before anything is computed: nothing applies, no family has a word. */
const NOTHING: usize = memory.data(DENSE_COUNT << 2, 8);

for (let feature: u32 = 0; feature < DENSE_COUNT; feature++) {
  const isFamily = feature - FIRST_FAMILY < FAMILY_COUNT;
  store<f32>(NOTHING + (feature << 2), isFamily ? 0 : DOES_NOT_APPLY);
}

/**
 * The feature `failed`: 0 what was tried went through, a login, a look-up, a packet; 1 it did not. A connection that came
 * to no login counts as one that failed.
 */
export function outcome(): f32 {
  if (parsed.isProbe) return 1;
  if (hasField(Field.Outcome)) return load<u8>(fieldAt(Field.Outcome)) == Char.f ? 1 : 0;
  if (hasField(Field.Rcode)) return startsWith(fieldAt(Field.Rcode), fieldEnd(Field.Rcode), NO_ERROR) ? 0 : 1;
  if (hasField(Field.Action)) return load<u8>(fieldAt(Field.Action)) == Char.d ? 1 : 0;
  return DOES_NOT_APPLY;
}

/** No feature applies, and no text was met. */
function clearFeatures(): void {
  memory.copy(DENSE, NOTHING, DENSE_COUNT << 2);
  clearSums();
  clearSourceVerdict();
  restartRecording();
}

/** Sets the features of all texts together. */
function textFeatures(): void {
  set(Feature.Words, bits(wordCount()));
  set(Feature.LongestWord, <f32>longestWord());
  if (!hasFamilies()) return;
  for (let family: u32 = 0; family < FAMILY_COUNT; family++) {
    set(FIRST_FAMILY + family, <f32>familyCount(family));
  }
}

/**
 * Computes the dense features and the sums of the record that was parsed, and counts its source. Its template has to be
 * there, and counted.
 *
 * @param time event time, milliseconds since the epoch
 */
export function computeFeatures(kind: u32, time: i64): void {
  clearFeatures();
  set(Feature.Kind, <f32>kind);
  set(Feature.Level, <f32>parsed.level);
  set(Feature.Duration, parsed.duration < 0 ? DOES_NOT_APPLY : bits(parsed.duration));
  set(Feature.User, hasField(Field.User) ? 1 : 0);
  set(Feature.TemplateSeen, bits(frequency.seen));
  set(Feature.Surprise, frequency.surprisal);
  set(Feature.SurpriseExcess, frequency.excess);
  set(Feature.Failed, outcome());
  if (hasField(Field.Dport))
    set(Feature.Port, portClass(parseUnsigned(fieldAt(Field.Dport), fieldEnd(Field.Dport))));
  if (kind == Kind.Web) requestFeatures();
  else messageFeatures();
  if (kind == Kind.Dns) nameFeatures();
  textFeatures();
  sourceFeatures(kind, time);
}

/**
 * Computes the features of the request that the parsed message is about, as those of an access line of a source not met
 * before. Nothing is counted: the request has a line of its own in the access log.
 */
export function computeRequest(): void {
  clearFeatures();
  set(Feature.Kind, <f32>Kind.Web);
  set(Feature.User, hasField(Field.User) ? 1 : 0);
  set(Feature.TemplateSeen, 0);
  set(Feature.Surprise, 0);
  set(Feature.SurpriseExcess, 0);
  requestTemplate();
  mentionedRequestFeatures();
  textFeatures();
}
